//! Answers that are not 2xx, in all the forms in which they come.

use std::time::Duration;

use graph_endpoint::prelude::*;
use proptest::prelude::*;

use super::{printed, response};

#[graph_endpoint(GET, "/users/<id>")]
struct GetUser {
    id: String,
}

fn error(status: u16, headers: &[(&str, &str)], body: &str) -> Error {
    GetUser::from_http_response(response(status, headers, body.to_owned())).unwrap_err()
}

#[test]
fn everything_that_graph_says() {
    let body = r#"{"error":{"code":"badRequest","message":"The name 'secret' is taken","target":"displayName",
        "details":[{"code":"taken","message":"secret","target":"displayName"},7],
        "innerError":{"code":"outer","date":"2026-01-01","request-id":"in-body","client-request-id":"ours",
            "innererror":{"code":"deepest"}}}}"#;
    let error = error(400, &[], body);
    assert!(error.is_status());
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.code(), Some("badRequest"));
    assert_eq!(error.message(), Some("The name 'secret' is taken"));
    assert_eq!(error.target(), Some("displayName"));
    assert_eq!(error.inner_codes().collect::<Vec<_>>(), ["outer", "deepest"]);
    assert_eq!(error.details().len(), 1);
    assert_eq!(error.details()[0].message.as_deref(), Some("secret"));
    assert_eq!((error.request_id(), error.client_request_id()), (Some("in-body"), Some("ours")));
    let line = "GET /users/<id>: 400 Bad Request, badRequest, outer, deepest (request-id in-body)";
    assert_eq!(error.to_string(), line);
    assert!(!printed(&error).contains("secret"));
    assert!(!format!("{:?}", error.details()).contains("secret"));
}

#[test]
fn bodies_of_every_other_shape() {
    let cases: &[(&str, Option<&str>, Option<&str>)] = &[
        ("", None, None),
        ("null", None, None),
        ("[]", None, None),
        ("{}", None, None),
        (r#"{"error":null}"#, None, None),
        (r#"{"error":{}}"#, None, None),
        (r#"{"error":{"code":"","message":"m"}}"#, None, Some("m")),
        (r#"{"error":{"code":7,"message":null,"details":{},"innerError":"x"}}"#, Some("7"), None),
        (r#"{"error":[{"code":"a"}]}"#, Some("a"), None),
        (
            r#"{"error":"invalid_grant","error_description":"AADSTS70008"}"#,
            Some("invalid_grant"),
            Some("AADSTS70008"),
        ),
        (r#"{"Message":"No HTTP resource was found"}"#, None, Some("No HTTP resource was found")),
        (r#"{"code":"a","message":"m"}"#, Some("a"), Some("m")),
        ("\u{feff}{\"error\":{\"code\":\"bom\"}}", Some("bom"), None),
        (r#"{"error":{"code":"cut""#, Some("cut"), None),
        (r#"{"error":{"message":"a \x b","code":"behind"}}"#, Some("behind"), None),
        (r#"{"error":{"target":NaN,"code":"behind","message":"m"}}"#, Some("behind"), Some("m")),
        (r#"{"error":{"code":" ","message":{"lang":"en-US","value":"m"}}}"#, None, Some("m")),
        (r#"{"odata.error":{"code":"old","message":{"lang":"en-US","value":"m"}}}"#, Some("old"), Some("m")),
        (r#"{"error":{"code":{"value":["x"]},"message":{"value":null}}}"#, None, None),
        ("<html><body>502 Bad Gateway</body></html>", None, None),
    ];
    for (body, code, message) in cases {
        let error = error(502, &[("request-id", "r1"), ("client-request-id", "c1")], body);
        assert_eq!((error.code(), error.message()), (*code, *message), "{body}");
        assert_eq!((error.request_id(), error.client_request_id()), (Some("r1"), Some("c1")), "{body}");
        assert!(error.is_status() && !error.is_decode(), "{body}");
    }
    let body = b"{\"error\":{\"code\":\"latin1\",\"message\":\"Zugriff verweigert f\xfcr Sie\"}}".as_slice();
    let error = GetUser::from_http_response(response(403, &[], body)).unwrap_err();
    assert_eq!(error.code(), Some("latin1"));
}

#[test]
fn ids_in_either_spelling() {
    for body in [
        r#"{"error":{"innerError":{"requestId":"r","clientRequestId":"c"}}}"#,
        r#"{"error":{"innererror":{"request-id":"r","client-request-id":"c"}}}"#,
        r#"{"error":{"innerError":{"innerError":{"Request-Id":"r","CLIENT-REQUEST-ID":"c"}}}}"#,
    ] {
        let error = error(500, &[("request-id", "")], body);
        assert_eq!((error.request_id(), error.client_request_id()), (Some("r"), Some("c")), "{body}");
    }
}

#[test]
fn what_an_error_is() {
    let is = |status, headers: &[(&str, &str)]| {
        let error = error(status, headers, "");
        [error.is_auth(), error.is_throttled(), error.is_not_found(), error.is_conflict()]
    };
    assert_eq!(is(401, &[]), [true, false, false, false]);
    assert_eq!(is(403, &[]), [false; 4]);
    assert_eq!(is(429, &[]), [false, true, false, false]);
    assert_eq!(is(503, &[]), [false; 4]);
    assert_eq!(is(503, &[("retry-after", "2")]), [false, true, false, false]);
    assert_eq!(is(404, &[]), [false, false, true, false]);
    assert_eq!(is(409, &[]), [false, false, false, true]);
    assert_eq!(is(412, &[]), [false, false, false, true]);
}

#[test]
fn how_long_to_wait() {
    let wait = |headers: &[(&str, &str)]| error(429, headers, "").retry_after();
    assert_eq!(wait(&[("retry-after", "0.249")]), Some(Duration::from_secs(1)));
    let date = ("date", "Wed, 21 Oct 2026 07:28:00 GMT");
    let until = ("retry-after", "Wed, 21 Oct 2026 07:28:30 GMT");
    assert_eq!(wait(&[until, date]), Some(Duration::from_secs(30)));
    assert_eq!(wait(&[]), None);
}

#[test]
fn a_sentence_in_place_of_a_code_is_not_shown() {
    let body = r#"{"error":{"code":"the name secret\nis taken","innerError":{"request-id":"secret\nid","code":"ok"}}}"#;
    let error = error(400, &[], body);
    assert_eq!(error.to_string(), "GET /users/<id>: 400 Bad Request, ok");
    assert_eq!(error.code(), Some("the name secret\nis taken"));
    assert!(!printed(&error).contains("secret"));
}

#[test]
fn codes_of_share_point_are_shown_and_no_sentence_that_looks_like_one() {
    let line =
        |code: &str| error(400, &[], &serde_json::json!({"error": {"code": code}}).to_string()).to_string();
    let shown = "GET /users/<id>: 400 Bad Request, -1, Microsoft.SharePoint.Client.UnknownErrorMessage";
    assert_eq!(line("-1, Microsoft.SharePoint.Client.UnknownErrorMessage"), shown);
    for sentence in ["Smith, John.Doe", "7, secret", "7, a.secret name", "1, 2, a.b", "x, y", ", a.b"] {
        assert_eq!(line(sentence), "GET /users/<id>: 400 Bad Request", "{sentence}");
    }
}

#[test]
fn inner_codes_are_in_order_of_depth_however_they_come() {
    let error = error(
        400,
        &[],
        r#"{"error":{"innerError":{"innerError":{"code":"b","request-id":"2"},"code":"a","request-id":"1"},"code":"c"}}"#,
    );
    assert_eq!((error.code(), error.request_id()), (Some("c"), Some("2")));
    assert_eq!(error.inner_codes().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn lists_and_single_things_are_read_where_the_other_is_usual() {
    let inner = error(
        400,
        &[],
        r#"{"error":{"code":"c","innerError":[{"code":"a"},{"code":"b","request-id":"2"}]}}"#,
    );
    assert_eq!(inner.inner_codes().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(inner.request_id(), Some("2"));
    let detail = error(400, &[], r#"{"error":{"code":"c","details":{"code":"d","target":"t"}}}"#);
    assert_eq!(detail.details().iter().map(|detail| detail.code.as_deref()).collect::<Vec<_>>(), [Some("d")]);
    let first = error(400, &[], r#"{"error":[{"code":"a","message":"m"},{"code":"b"}]}"#);
    assert_eq!((first.code(), first.message()), (Some("a"), Some("m")));
    let many = format!(r#"{{"error":{{"code":"c","innerError":[{}{{}}]}}}}"#, r#"{"code":"x"},"#.repeat(100));
    assert_eq!(error(400, &[], &many).inner_codes().count(), 16);
}

#[test]
fn of_a_large_body_only_the_beginning_is_read_and_kept() {
    let nested =
        |open: &str, close: &str, depth: usize| format!("{}{}", open.repeat(depth), close.repeat(depth));
    let size = 4 * 1024 * 1024;
    for filling in [
        format!("[{}0]", "{},".repeat(size / 3)),
        format!("[{}0]", "[],".repeat(size / 3)),
        format!("\"{}\"", "x".repeat(size)),
        nested("[", "]", size / 2),
        nested("{\"innerError\":", "}", size / 15).replace(":}", ":1}"),
        format!("{{{}\"a\":0}}", "\"innerError\":{\"code\":\"x\"},".repeat(size / 28)),
    ] {
        for name in ["details", "innerError", "message", "anything", "target"] {
            let error = error(400, &[], &format!(r#"{{"error":{{"code":"kept","{name}":{filling}}}}}"#));
            assert_eq!(error.code(), Some("kept"), "{name}");
            assert!(error.details().len() <= 100 && error.inner_codes().count() <= 16, "{name}");
            assert_eq!(error.body().unwrap().len(), 64 * 1024);
        }
    }
}

#[test]
fn the_body_is_within_reach_and_never_shown() {
    let error = error(400, &[], "<p>secret</p>");
    assert_eq!(error.body(), Some(b"<p>secret</p>".as_slice()));
    assert!(!printed(&error).contains("secret"));
    let error = GetUser::builder().id("").build().to_http_request("https://h").unwrap_err();
    assert_eq!(error.body(), None);
}

proptest! {
    #[test]
    fn any_bytes_are_an_error_of_one_line(body: Vec<u8>, status in 300u16..600) {
        let error = GetUser::from_http_response(response(status, &[], body)).unwrap_err();
        prop_assert!(!error.to_string().chars().any(char::is_control));
        prop_assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
}
