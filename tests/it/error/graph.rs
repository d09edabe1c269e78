//! Answers that are not 2xx, in all the forms in which they come.

use std::time::Duration;

use graph_endpoint::prelude::*;
use proptest::prelude::*;

use super::{answer, printed};

#[graph_endpoint(GET, "/users/<id>")]
struct GetUser {
    id: String,
}

fn error(status: u16, headers: &[(&str, &str)], body: &str) -> Error {
    GetUser::from_http_response(answer(status, headers, body.to_owned())).unwrap_err()
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
    let line = "Graph answered 400 Bad Request, badRequest, outer, deepest (request-id in-body)";
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
        (r#"{"error":{"code":7,"message":null,"details":{},"innerError":"x"}}"#, None, None),
        (r#"{"error":[{"code":"a"}]}"#, None, None),
        (
            r#"{"error":"invalid_grant","error_description":"AADSTS70008"}"#,
            Some("invalid_grant"),
            Some("AADSTS70008"),
        ),
        (r#"{"Message":"No HTTP resource was found"}"#, None, Some("No HTTP resource was found")),
        (r#"{"code":"a","message":"m"}"#, Some("a"), Some("m")),
        ("\u{feff}{\"error\":{\"code\":\"bom\"}}", Some("bom"), None),
        (r#"{"error":{"code":"cut""#, None, None),
        ("<html><body>502 Bad Gateway</body></html>", None, None),
    ];
    for (body, code, message) in cases {
        let error = error(502, &[("request-id", "r1"), ("client-request-id", "c1")], body);
        assert_eq!((error.code(), error.message()), (*code, *message), "{body}");
        assert_eq!((error.request_id(), error.client_request_id()), (Some("r1"), Some("c1")), "{body}");
        assert!(error.is_status() && !error.is_decode(), "{body}");
    }
    let body = b"{\"error\":{\"code\":\"latin1\",\"message\":\"Zugriff verweigert f\xfcr Sie\"}}".as_slice();
    let error = GetUser::from_http_response(answer(403, &[], body)).unwrap_err();
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
    assert_eq!(error.to_string(), "Graph answered 400 Bad Request, ok");
    assert_eq!(error.code(), Some("the name secret\nis taken"));
    assert!(!printed(&error).contains("secret"));
}

proptest! {
    #[test]
    fn any_bytes_are_an_error_of_one_line(body: Vec<u8>, status in 300u16..600) {
        let error = GetUser::from_http_response(answer(status, &[], body)).unwrap_err();
        prop_assert!(!error.to_string().chars().any(char::is_control));
        prop_assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
}
