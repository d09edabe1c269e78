//! Texts that are no JSON to the letter, and errors in disguise: what can be read is read, what is an error is one.

use bytes::Bytes;
use graph_endpoint::{Accepted, Kept, Untyped, edm, prelude::*};
use http::{Response, StatusCode};

#[graph_endpoint(GET, "/me/messages", response = Page<Kept<Message>>)]
struct ListMessages {}

#[graph_endpoint(POST, "/me/messages")]
struct CreateMessage {}

#[graph_endpoint(POST, "/me/messages/copy", response = Accepted)]
struct CopyMessage {}

#[graph_endpoint(GET, "/me/messages/first", response = Untyped)]
struct GetFirst {}

#[graph_type("microsoft.graph.message")]
#[derive(Debug)]
struct Message {
    body_preview: String,
    size: Option<edm::Decimal>,
}

fn response(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    Response::builder().status(status).body(body.into()).unwrap()
}

/// A preview is cut after so many UTF-16 units, in the middle of a pair if need be.
#[test]
fn a_text_that_no_string_may_hold_never_costs_the_list() {
    for (odd, read) in [
        (&br"cut \ud83d"[..], "cut \u{fffd}"),
        (br"\ude00 cut", "\u{fffd} cut"),
        (br"whole \ud83d\ude00 \ud83d", "whole \u{1f600} \u{fffd}"),
        (b"two\nlines\tand a tab", "two\nlines\tand a tab"),
    ] {
        let body =
            [br#"{"value":[{"bodyPreview":"sound","flag":1},{"bodyPreview":""#, odd, br#""}]}"#].concat();
        let page = ListMessages::from_http_response(response(200, body)).unwrap();
        let previews: Vec<&str> = page.value.iter().map(|message| message.body_preview.as_str()).collect();
        assert_eq!(previews, ["sound", read]);
        assert_eq!(page.value[0].source(), Some(r#"{"bodyPreview":"sound","flag":1}"#));
    }
    // What isn't JSON for another reason stays an error, and so does a text in another charset.
    for body in [
        "{\"value\":[{\"bodyPreview\":\"\\ud83d\"},]}",
        "{\"value\":[{\"bodyPreview\":\"\\ud83d\"}",
        "\\ud83d",
    ] {
        assert!(ListMessages::from_http_response(response(200, body)).unwrap_err().is_decode(), "{body}");
    }
    let latin = response(200, &b"{\"value\":[{\"bodyPreview\":\"caf\xe9\"}]}"[..]);
    let error = ListMessages::from_http_response(latin).unwrap_err();
    assert_eq!(error.to_string(), "GET /me/messages: the response's body is not UTF-8");
}

#[test]
fn an_error_is_one_whatever_its_dress() {
    for (body, code, message) in [
        (r#"{"error":{"code":-1,"message":"m"}}"#, Some("-1"), Some("m")),
        (r#"{"error":{"code":429}}"#, Some("429"), None),
        (
            r#"{"odata.error":{"code":"-1, Microsoft.SharePoint.Client.X","message":{"lang":"en-US","value":"m"}}}"#,
            Some("-1, Microsoft.SharePoint.Client.X"),
            Some("m"),
        ),
        (r#"{"error":{"message":"half \ud83d","code":"x"}}"#, Some("x"), Some("half \u{fffd}")),
    ] {
        for status in [200, 400] {
            for error in [
                CreateMessage::from_http_response(response(status, body)).unwrap_err(),
                CopyMessage::from_http_response(response(status, body)).unwrap_err(),
                GetFirst::from_http_response(response(status, body)).unwrap_err(),
                ListMessages::from_http_response(response(status, body)).unwrap_err(),
            ] {
                assert!(error.is_status(), "{body}: {error}");
                assert_eq!(error.status(), StatusCode::from_u16(status).ok());
                assert_eq!((error.code(), error.message()), (code, message), "{body}");
            }
        }
    }
}

#[test]
fn a_list_without_items_or_with_a_link_to_nowhere_is_empty() {
    let body = r#"{"@odata.nextLink":"","value":null}"#;
    let page = ListMessages::from_http_response(response(200, body)).unwrap();
    assert!(page.value.is_empty() && page.next_link.is_none());
}

#[test]
fn a_refused_decimal_is_found_again() {
    for (item, path) in [
        (r#"{"bodyPreview":"","size":"INF"}"#, "value[0].size"),
        (r#"{"size":{"a":1},"bodyPreview":""}"#, "value[0].size"),
    ] {
        let error =
            ListMessages::from_http_response(response(200, format!("{{\"value\":[{item}]}}"))).unwrap_err();
        assert_eq!(error.to_string(), format!("GET /me/messages: {path}: expected a decimal number"));
    }
}
