//! Answers that are no JSON object, or of another type for another status; both ways.

use std::time::Duration;

use graph_endpoint::sandbox::{Reply, Sandbox};
use graph_endpoint::{Accepted, Bytes, FromResponse as _, OneOf, ValueOf, edm, prelude::*};
use http::Response;

#[graph_endpoint(POST, "/me/drive/items/{id}/workbook/createSession", response = OneOf<Session, Accepted>)]
struct CreateSession {
    id: String,
    persist_changes: bool,
}

#[graph_type("microsoft.graph.workbookSessionInfo")]
#[derive(Clone, Debug, PartialEq)]
struct Session {
    id: String,
}

#[graph_endpoint(POST, "/print/printers/create", response = Accepted)]
struct CreatePrinter {
    display_name: String,
}

#[graph_endpoint(POST, "/me/onenote/notebooks/{id}/copyNotebook", response = OneOf<(), Accepted>)]
struct CopyNotebook {
    id: String,
}

#[graph_endpoint(GET, "/users/$count", response = u64)]
struct CountUsers {
    #[graph(header = "ConsistencyLevel")]
    consistency_level: &'static str,
}

#[graph_endpoint(GET, "/drives/{drive}/items/{id}/children/$count", response = i64)]
struct CountChildren {
    drive: String,
    id: String,
}

#[graph_endpoint(GET, "/users/{id}/displayName/$value", response = String)]
struct GetDisplayName {
    id: String,
}

#[graph_endpoint(POST, "/me/checkMemberObjects", response = ValueOf<Vec<String>>)]
struct CheckMemberObjects {
    ids: Vec<String>,
}

#[graph_endpoint(GET, "/reports/isEnabled(date={date})", response = ValueOf<bool>)]
struct IsEnabled {
    date: String,
}

fn response(status: u16, headers: &[(&str, &str)], body: &'static str) -> Response<Bytes> {
    let response = Response::builder().status(status);
    let response = headers.iter().fold(response, |response, (name, value)| response.header(*name, *value));
    response.body(Bytes::from(body)).unwrap()
}

#[test]
fn a_body_now_or_a_place_to_ask() {
    let now = response(201, &[], r#"{"id":"s1"}"#);
    let now = CreateSession::from_http_response(now).unwrap();
    assert_eq!(now, OneOf::Usual(Session { id: "s1".into() }));
    assert_eq!(now.usual().map(|session| session.id).as_deref(), Some("s1"));
    let later = response(202, &[("Location", "https://h/m"), ("Retry-After", "2.1")], "");
    let later = CreateSession::from_http_response(later).unwrap().for_status().unwrap();
    assert_eq!((later.monitor(), later.retry_after), (Some("https://h/m"), Some(Duration::from_secs(3))));
    assert!(CreateSession::from_http_response(response(200, &[], "")).unwrap_err().is_decode());
    assert!(CreateSession::from_http_response(response(404, &[], "")).unwrap_err().is_not_found());
    let nothing = CopyNotebook::from_http_response(response(204, &[], "")).unwrap();
    assert_eq!(nothing, OneOf::Usual(()));
}

#[test]
fn the_headers_of_an_operation() {
    let both = [("Operation-Location", "/o"), ("Location", "/l"), ("Content-Location", "/c")];
    let accepted = CreatePrinter::from_http_response(response(202, &both, r#"{"id":"o1"}"#)).unwrap();
    assert_eq!((accepted.monitor(), accepted.location.as_deref()), (Some("/o"), Some("/l")));
    assert_eq!(accepted.content_location.as_deref(), Some("/c"));
    let again = CreatePrinter::to_http_response(&accepted).unwrap();
    assert_eq!((again.status().as_u16(), again.headers().len()), (202, 4));
    assert_eq!(CreatePrinter::from_http_response(again).unwrap(), accepted);
    let secret = Accepted::at("https://h/secret");
    assert!(!format!("{secret:?}").contains("secret"));
    let mut broken = Accepted::at("a\nb");
    broken.retry_after = Some(Duration::from_millis(1));
    assert!(CreatePrinter::to_http_response(&broken).unwrap_err().is_build());
    broken.location = None;
    assert_eq!(CreatePrinter::to_http_response(&broken).unwrap().headers()["retry-after"], "1");
}

#[test]
fn what_is_answered_is_read_the_same() {
    for value in [OneOf::Usual(Session { id: "1".into() }), OneOf::ForStatus(Accepted::at("/m"))] {
        let response = CreateSession::to_http_response(&value).unwrap();
        assert_eq!(CreateSession::from_http_response(response).unwrap(), value);
    }
    let nothing = CopyNotebook::to_http_response(&OneOf::Usual(())).unwrap();
    assert_eq!((nothing.status().as_u16(), nothing.body().len()), (204, 0));
}

#[tokio::test]
async fn the_type_goes_by_the_status_over_a_socket() {
    let sandbox = Sandbox::builder()
        .on(|create: CreateSession| async move {
            match create.persist_changes {
                true => Reply::new(OneOf::Usual(Session { id: create.id })).status(201),
                false => Reply::new(OneOf::ForStatus(Accepted::at("/operations/1"))),
            }
        })
        .on(|_: CountChildren| async { -1 })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let create = |persist| CreateSession::builder().id("a").persist_changes(persist).send(&client);
    assert_eq!(create(true).await.unwrap(), OneOf::Usual(Session { id: "a".into() }));
    let accepted = create(false).await.unwrap().for_status().unwrap();
    assert_eq!(accepted.location.as_deref(), Some("/operations/1"));
    assert_eq!(CountChildren::builder().drive("d").id("i").send(&client).await.unwrap(), -1);
}

#[test]
fn a_count_is_bare_text() {
    let text = [("content-type", "text/plain")];
    for body in ["893", "\u{feff}893", " 893 \r\n"] {
        assert_eq!(CountUsers::from_http_response(response(200, &text, body)).unwrap(), 893);
    }
    for body in ["", "many", "-1", "1.5", "893 894", "<html>"] {
        let error = CountUsers::from_http_response(response(200, &text, body)).unwrap_err();
        assert!(error.is_decode(), "{body}");
    }
    let request = CountUsers { consistency_level: "eventual" }.to_http_request("https://h").unwrap();
    assert_eq!(
        (request.uri().path(), request.headers()["consistencylevel"].as_bytes()),
        ("/v1.0/users/$count", &b"eventual"[..])
    );
}

#[test]
fn bare_text_is_a_string() {
    let text = response(200, &[("content-type", "text/plain;odata.streaming=true")], "\u{feff}\"Adele\" ü");
    assert_eq!(GetDisplayName::from_http_response(text).unwrap(), "\"Adele\" ü");
    let json = response(200, &[("content-type", "application/json")], "\"Adele\"");
    assert_eq!(GetDisplayName::from_http_response(json).unwrap(), "Adele");
    let back = GetDisplayName::to_http_response(&"Adele".to_owned()).unwrap();
    assert_eq!(GetDisplayName::from_http_response(back).unwrap(), "Adele");
}

#[test]
fn a_value_with_an_object_around_it() {
    let truth = response(200, &[], r#"{"@odata.context":"c","value":true}"#);
    assert!(IsEnabled::from_http_response(truth).unwrap().value);
    let list = response(200, &[], r#"{"value":["a"],"@odata.context":"c"}"#);
    let list = CheckMemberObjects::from_http_response(list).unwrap();
    assert_eq!(
        (list.value.as_slice(), list.annotations.get("@odata.context")),
        (["a".to_owned()].as_slice(), Some("\"c\""))
    );
    let back = CheckMemberObjects::to_http_response(&list).unwrap();
    assert_eq!(CheckMemberObjects::from_http_response(back).unwrap(), list);
    let wrong = IsEnabled::from_http_response(response(200, &[], r#"{"value":"yes"}"#)).unwrap_err();
    assert!(wrong.to_string().ends_with(": value: expected a boolean, found a string"), "{wrong}");
}

#[graph_endpoint(POST, "/me/a", response = Option<Session>)]
struct Maybe {}

#[graph_endpoint(GET, "/me/b", response = Page<Session>)]
struct List {}

#[graph_endpoint(GET, "/me/c", response = AllOptional)]
struct GetOptional {}

#[graph_endpoint(GET, "/me/d", response = graph_endpoint::Untyped)]
struct GetUntyped {}

#[graph_endpoint(POST, "/me/e")]
struct Act {}

#[graph_endpoint(POST, "/me/f", response = Outcome)]
struct GetOutcome {}

#[graph_endpoint(POST, "/me/g", response = Session)]
struct GetSession {}

#[graph_endpoint(GET, "/me/h", response = Bytes)]
struct GetBytes {}

#[graph_type]
#[derive(Debug)]
struct AllOptional {
    name: Option<String>,
}

/// A type with an error of its own, as some of Graph's have.
#[graph_type]
#[derive(Debug)]
struct Outcome {
    error: Option<PublicError>,
}

#[graph_type("microsoft.graph.publicError")]
#[derive(Debug)]
struct PublicError {
    code: Option<String>,
}

const DISGUISED: &[&str] = &[
    r#"{"error":{"code":"accessDenied","message":"m"}}"#,
    "\u{feff}{\"error\":{\"code\":\"accessDenied\"}}",
    r#"{"@odata.context":"c","error":{"message":"m","code":"accessDenied","innerError":{"code":"x"}},"value":null}"#,
];

#[test]
fn an_error_in_a_good_status_is_an_error_of_that_code() {
    fn code<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
        let error = outcome.unwrap_err();
        assert!(!error.is_decode(), "{error:?}");
        assert_eq!(error.status().unwrap(), 200);
        error.code().unwrap().to_owned()
    }
    for body in DISGUISED {
        let body = || response(200, &[("content-type", "application/json")], body);
        for code in [
            code(Act::from_http_response(body())),
            code(Maybe::from_http_response(body())),
            code(List::from_http_response(body())),
            code(GetOptional::from_http_response(body())),
            code(GetUntyped::from_http_response(body())),
            code(GetSession::from_http_response(body())),
            code(IsEnabled::from_http_response(body())),
            code(CreatePrinter::from_http_response(body())),
            code(CreateSession::from_http_response(body())),
            code(CountUsers::from_http_response(body())),
            code(GetDisplayName::from_http_response(body())),
        ] {
            assert_eq!(code, "accessDenied");
        }
        // A declared one, and content, are what they are.
        let outcome = GetOutcome::from_http_response(body()).unwrap();
        assert_eq!(outcome.error.unwrap().code.as_deref(), Some("accessDenied"));
        assert!(!GetBytes::from_http_response(body()).unwrap().is_empty());
    }
    for body in [
        r#"{"name":"a","error":{"code":"x"}}"#,
        r#"{"error":null}"#,
        r#"{"error":{"message":"m"}}"#,
        r#"{"error":"x"}"#,
        r#"{"status":"failed","error":{"code":"x"}}"#,
    ] {
        GetOptional::from_http_response(response(200, &[], body)).unwrap();
        Act::from_http_response(response(200, &[], body)).unwrap();
    }
}

#[test]
fn a_missing_body_says_that_the_request_was_carried_out() {
    for (status, body, words) in [
        (204, "", &["204 No Content", "was carried out", "`response = Option<T>`"][..]),
        (202, "", &["202 Accepted", "OneOf<T, Accepted>"]),
        (202, "{}", &["id", "202 Accepted", "OneOf<T, Accepted>"]),
        (201, " \r\n", &["was carried out", "Option<T>"]),
        (200, "", &["was carried out", "Option<T>"]),
    ] {
        for error in [
            GetSession::from_http_response(response(status, &[], body)).unwrap_err(),
            List::from_http_response(response(status, &[], body)).err().unwrap_or_else(|| panic!("{status}")),
        ] {
            assert!(error.is_decode() && error.status().unwrap() == status, "{error:?}");
            let text = error.to_string();
            assert!(words.iter().all(|word| text.contains(word) || *word == "id"), "{text}");
        }
    }
    for (status, body) in [(204, ""), (202, ""), (200, " \r\n"), (200, "\u{feff}"), (200, "null")] {
        assert_eq!(
            Maybe::from_http_response(response(status, &[], body)).unwrap(),
            None,
            "{status} {body:?}"
        );
    }
    let there = Maybe::from_http_response(response(200, &[], r#"{"id":"1"}"#)).unwrap();
    assert_eq!(there, Some(Session { id: "1".into() }));
}

#[test]
fn what_a_202_says_in_its_body_is_kept() {
    let response = |body: &str| {
        let response = http::Response::builder().status(202).header("Location", "/operations/o1");
        response.body(body.to_owned().into()).unwrap()
    };
    let made = r#"{"id":"o1","status":"notStarted"}"#;
    let OneOf::ForStatus(accepted) = OneOf::<Untyped, Accepted>::from_response(response(made)).unwrap()
    else {
        panic!("a 202 is `Accepted`")
    };
    assert_eq!(accepted.monitor(), Some("/operations/o1"));
    assert_eq!(accepted.item::<Untyped>().unwrap().get("id"), Some(r#""o1""#));
    assert!(!format!("{accepted:?}").contains("o1"), "{accepted:?}");
    let accepted = Accepted::from_response(response("")).unwrap();
    assert!(accepted.item::<Option<Untyped>>().unwrap().is_none());
    assert!(accepted.item::<Untyped>().unwrap_err().is_decode());
}

#[graph_endpoint(GET, "/users/{id}/createdDateTime/$value", response = edm::DateTimeOffset)]
struct GetCreated {
    id: String,
}

#[graph_endpoint(GET, "/users/{id}/userType/$value", response = Option<UserType>)]
struct GetUserType {
    id: String,
}

#[graph_type("microsoft.graph.userType")]
#[derive(Debug, PartialEq)]
enum UserType {
    Member,
    #[graph(other)]
    Other(String),
}

#[test]
fn a_value_alone_is_bare_text() {
    let plain = |body| response(200, &[("content-type", "text/plain; charset=utf-8")], body);
    let created = GetCreated::from_http_response(plain("2026-01-01T00:00:00Z\r\n")).unwrap();
    assert_eq!(created.as_str(), "2026-01-01T00:00:00Z");
    let member = |body| GetUserType::from_http_response(plain(body)).unwrap();
    assert_eq!(member("Member"), Some(UserType::Member));
    assert_eq!(member("a \"b\""), Some(UserType::Other("a \"b\"".into())));
    assert_eq!(member(""), None);
    // What is neither JSON nor such a text is told by the JSON's own mistake.
    let error = GetCreated::from_http_response(plain("soon")).unwrap_err();
    assert!(error.is_decode() && error.body() == Some(b"soon"), "{error}");
    let json = response(200, &[("content-type", "application/json")], "Member");
    assert!(GetUserType::from_http_response(json).unwrap_err().is_decode());
}

/// The usual mistake: nothing of Graph's is a bare list.
#[test]
fn a_list_that_comes_in_an_object_is_named() {
    #[graph_endpoint(GET, "/me/sessions", response = Vec<Session>)]
    struct ListSessions {}

    let error = ListSessions::from_http_response(Response::new(r#"{"value":[]}"#.into())).unwrap_err();
    let expected = "GET /me/sessions: the response's body: expected a sequence, found an object; Graph's lists come in an \
                    object: write `Page<T>`";
    assert_eq!(error.to_string(), expected);
    let error = ListSessions::from_http_response(Response::new("3".into())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /me/sessions: the response's body: expected a sequence, found an integer"
    );
}

#[test]
fn a_text_that_is_none_keeps_its_response() {
    for (headers, problem) in [
        (&[("Content-Type", "text/csv; charset=iso-8859-1")][..], "charset is not UTF-8"),
        (&[("Content-Type", "text/csv"), ("Content-Encoding", "gzip")], "`Content-Encoding` is one"),
        (&[("Content-Type", "text/csv")], "body is not UTF-8"),
    ] {
        let response = headers
            .iter()
            .fold(http::Response::builder(), |response, (name, value)| response.header(*name, *value));
        let error = GetDisplayName::from_http_response(response.body(b"J\xf6rg".as_slice().into()).unwrap())
            .unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(problem), "{error}");
        assert_eq!((error.status().unwrap().as_u16(), error.body()), (200, Some(&b"J\xf6rg"[..])));
    }
}
