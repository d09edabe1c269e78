//! Value -> request -> value, response -> response -> response, and what is refused in between.

use bytes::Bytes;
use graph_endpoint::Body;
use graph_endpoint::prelude::*;
use http::{Request, StatusCode};
use proptest::prelude::*;

use super::declared::{
    Crowded, DeleteOneWay, Note, OneWay, PostHtml, PostReadOnly, PutBytes, PutPhoto, PutText, ReadOnly,
    Reset, UpdateNote,
};

const BASE: &str = "https://graph.microsoft.com";

fn update() -> UpdateNote {
    UpdateNote {
        id: "a/b".into(),
        note: "O'Brien".into(),
        top: Some(5),
        select: vec!["id".into(), "title".into()],
        if_match: Some("W/\"1\"".into()),
        title: "t".into(),
        length: None,
        category: Nullable::Null,
    }
}

fn with_uri(uri: &str) -> Request<Bytes> {
    let mut request = update().to_http_request(BASE).unwrap();
    *request.uri_mut() = uri.parse().unwrap();
    request
}

fn message(request: Request<Bytes>) -> String {
    UpdateNote::from_http_request(request).unwrap_err().to_string()
}

#[test]
fn a_request_becomes_the_value_it_was_made_of() {
    for base in [BASE, "http://127.0.0.1:80/proxy/graph/"] {
        let request = update().to_http_request(base).unwrap();
        assert_eq!(UpdateNote::from_http_request(request).unwrap(), update());
    }
}

#[test]
fn dots_between_quotes_are_a_value_and_as_a_segment_none() {
    let dots = UpdateNote { note: "..".into(), ..update() };
    assert_eq!(UpdateNote::from_http_request(dots.to_http_request(BASE).unwrap()).unwrap(), dots);
    for path in ["a/../b", "a/%2e%2e", ".", "a%2F%2Fb"] {
        let request = Request::put(format!("https://h/v1.0/me/drive/root:/{path}:/content"));
        let error = PutBytes::from_http_request(request.body(Bytes::new()).unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "the path value `path` has an empty or a dot segment", "{path}");
    }
}

#[test]
fn what_is_not_there_is_absent() {
    let mut request = with_uri("https://h/v1.0/users/1/notes(name='n')");
    request.headers_mut().clear();
    *request.body_mut() = Bytes::from_static(br#"{"title":"t","unknown":[{}]}"#);
    let value = UpdateNote::from_http_request(request).unwrap();
    assert_eq!((value.top, value.select, value.if_match), (None, vec![], None));
    assert_eq!((value.length, value.category), (None, Nullable::Absent));
}

#[test]
fn what_is_wrong_is_named_without_its_value() {
    assert_eq!(
        message(with_uri("https://h/v1.0/users/1/notes(name='n')?$top=secret")),
        "the query option `$top` is not valid: expected a whole number (`u32`)"
    );
    assert_eq!(
        message(with_uri("https://h/v1.0/users/1/notes(name='n')?$top=1&%24top=2")),
        "the query option `$top` is there twice"
    );
    assert_eq!(
        message(with_uri("https://h/v1.0/users/%ff/notes(name='n')")),
        "the path value `id` is not UTF-8"
    );
    assert_eq!(
        message(with_uri("https://h/v1.0/users/%2e%2e/notes(name='n')")),
        "the path value `id` has an empty or a dot segment"
    );
    assert_eq!(
        message(with_uri("https://h/v1.0/users/1/notes")),
        "the request's path is not the one that the endpoint declares"
    );

    let mut request = update().to_http_request(BASE).unwrap();
    *request.method_mut() = http::Method::POST;
    assert_eq!(message(request), "the request's method is not PATCH");

    let mut request = update().to_http_request(BASE).unwrap();
    request.headers_mut().insert("content-type", "text/plain".parse().unwrap());
    assert_eq!(message(request), "the request's Content-Type is not application/json");

    for (body, expected) in [
        ("", "the request's body, `title`: the property is missing"),
        ("{}", "the request's body, `title`: the property is missing"),
        ("[]", "the request's body: expected an object of type UpdateNote, found an array"),
        ("nul", "the request's body: the text ends too early"),
        (r#"{"title":1}"#, "the request's body, `title`: expected a string, found an integer"),
        (
            r#"{"title":"t","length":"secret"}"#,
            "the request's body, `length`: expected i64, found a string that is no number",
        ),
        (r#"{"title":"#, "the request's body: the text ends too early"),
    ] {
        let mut request = update().to_http_request(BASE).unwrap();
        *request.body_mut() = Bytes::from_static(body.as_bytes());
        assert_eq!(message(request), expected, "{body}");
    }
}

#[test]
fn a_response_becomes_an_answer_and_back() {
    let response = UpdateNote::to_http_response(&Note { title: "t".into() }).unwrap();
    assert_eq!(
        (response.status(), response.headers()["content-type"].to_str().unwrap()),
        (StatusCode::OK, "application/json")
    );
    assert_eq!(UpdateNote::from_http_response(response).unwrap().title, "t");
}

#[test]
fn a_whole_body_is_read_as_its_type_is() {
    let text = PutText { content: "x".into() };
    let request = text.to_http_request(BASE).unwrap();
    assert_eq!(request.body(), "\"x\"");
    assert_eq!(PutText::from_http_request(request).unwrap(), text);
    let request = Request::put("https://h/beta/me/text").body(Bytes::from_static(b"x")).unwrap();
    assert!(PutText::from_http_request(request).is_err());

    let html = PostHtml { page: "<p>ä</p>".into() };
    assert_eq!(PostHtml::from_http_request(html.to_http_request(BASE).unwrap()).unwrap(), html);
    let request = Request::post("https://h/v1.0/me/onenote/pages").body(Bytes::from_static(b"\xff")).unwrap();
    assert_eq!(
        PostHtml::from_http_request(request).unwrap_err().to_string(),
        "the request's body is not UTF-8"
    );

    let photo = PutPhoto { photo: Some(Body::new("image/png", "png").unwrap()) };
    let back = PutPhoto::from_http_request(photo.to_http_request(BASE).unwrap()).unwrap();
    let again = back.to_http_request(BASE).unwrap();
    assert_eq!(
        (again.headers()["content-type"].to_str().unwrap(), again.body().as_ref()),
        ("image/png", &b"png"[..])
    );
    let none = PutPhoto::from_http_request(PutPhoto { photo: None }.to_http_request(BASE).unwrap()).unwrap();
    assert!(none.photo.is_none());
}

#[test]
fn a_type_that_can_only_be_written_leaves_the_client_half() {
    let request = DeleteOneWay { id: OneWay }.to_http_request(BASE).unwrap();
    assert_eq!(request.uri().path(), "/v1.0/things/one-way");
}

#[test]
fn an_answer_is_what_its_type_is() {
    let bytes = PutBytes::to_http_response(&Bytes::from_static(b"\xff")).unwrap();
    assert_eq!(bytes.headers()["content-type"], "application/octet-stream");
    assert_eq!(PutBytes::from_http_response(bytes).unwrap(), b"\xff".as_slice());
    assert_eq!(PutText::to_http_response(&"x".to_owned()).unwrap().body(), "\"x\"");
    let nothing = Reset::to_http_response(&()).unwrap();
    assert_eq!(
        (nothing.status(), nothing.body().len(), nothing.headers().len()),
        (StatusCode::NO_CONTENT, 0, 0)
    );
    Reset::from_http_response(nothing).unwrap();
    let error = PostReadOnly::to_http_response(&ReadOnly {}).unwrap_err().to_string();
    assert!(error.contains("ReadOnly") && error.ends_with("make it `Serialize` to send it"), "{error}");
}

#[test]
fn a_number_in_a_path_is_a_number() {
    let reset = Reset { id: u64::MAX };
    assert_eq!(Reset::from_http_request(reset.to_http_request(BASE).unwrap()).unwrap(), reset);
    let request = Request::post("https://h/v1.0/things/-1/reset").body(Bytes::new()).unwrap();
    assert_eq!(
        Reset::from_http_request(request).unwrap_err().to_string(),
        "the path value `id` is not valid: expected a whole number (`u64`)"
    );
}

/// Text full of what has a meaning in URLs.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("%2e".to_owned()),
        Just("%2F".to_owned()),
        Just("/".to_owned()),
        Just("'".to_owned()),
        Just("''".to_owned()),
        Just("/messages".to_owned()),
        Just("')".to_owned()),
        Just("v1.0".to_owned()),
        "[ +:;,=&?#()$@%.~\"\\\\|a-zA-Z0-9-]{0,4}",
        any::<String>(),
    ];
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// What can be a path value: not empty, no dot segment.
fn path_value() -> impl Strategy<Value = String> {
    nasty().prop_filter("can't be sent", |text| !matches!(text.as_str(), "" | "." | ".."))
}

/// What can be a header value.
fn header_value() -> impl Strategy<Value = String> {
    nasty().prop_filter("can't be sent", |text| http::HeaderValue::from_str(text).is_ok())
}

fn list_item() -> impl Strategy<Value = String> {
    nasty().prop_map(|text| text.replace(',', ""))
}

fn nullable() -> impl Strategy<Value = Nullable<String>> {
    prop_oneof![Just(Nullable::Absent), Just(Nullable::Null), any::<String>().prop_map(Nullable::Value)]
}

prop_compose! {
    fn any_update()(
        id in path_value(),
        note in nasty(),
        top in any::<Option<u32>>(),
        select in proptest::collection::vec(list_item(), 0..4),
        if_match in proptest::option::of(header_value()),
        title in any::<String>(),
        length in any::<Option<i64>>(),
        category in nullable(),
    ) -> UpdateNote {
        UpdateNote { id, note, top, select, if_match, title, length, category }
    }
}

/// A run of segments, none of which is empty or a dot segment.
fn run_of_segments() -> impl Strategy<Value = String> {
    proptest::collection::vec(path_value(), 1..5).prop_filter_map("no segment left", |parts| {
        let joined = parts.join("/");
        let parts: Vec<_> = joined.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect();
        (!parts.is_empty()).then(|| parts.join("/"))
    })
}

prop_compose! {
    fn any_crowded()(
        (drive, a, b, c) in (path_value(), nasty(), any::<i32>(), nasty()),
        (left, right, path) in (path_value(), path_value(), run_of_segments()),
        (number, x, flag) in (any::<u8>(), any::<char>(), any::<bool>()),
        counts in proptest::collection::vec(any::<i64>(), 0..3),
        search in proptest::option::of(nasty()),
    ) -> Crowded {
        Crowded { drive, a, b, c, left, right, path, number, x, flag, counts, search }
    }
}

proptest! {
    #[test]
    fn every_value_survives_the_way_through_a_request(value in any_update(), prefix in "(/[a-z]{1,4}){0,3}") {
        let request = value.to_http_request(&format!("https://h{prefix}")).unwrap();
        prop_assert_eq!(UpdateNote::from_http_request(request).unwrap(), value);
    }

    #[test]
    fn a_run_of_segments_survives_too(path in run_of_segments(), content in any::<Vec<u8>>()) {
        let value = PutBytes { path, content };
        let request = value.to_http_request("https://h").unwrap();
        prop_assert_eq!(PutBytes::from_http_request(request).unwrap(), value);
    }

    #[test]
    fn many_values_in_one_path_keep_apart(value in any_crowded()) {
        let request = value.to_http_request("https://h").unwrap();
        prop_assert_eq!(Crowded::from_http_request(request).unwrap(), value);
    }

    #[test]
    fn what_is_read_can_be_written_and_is_read_the_same(
        value in any_crowded(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..3, "[%/'.:,()a2eF?&=]{0,3}"), 1..4),
    ) {
        let mut target = value.to_http_request("https://h").unwrap().uri().to_string();
        for (place, removed, inserted) in edits {
            let start = place.index(target.len());
            let end = (start + removed).min(target.len());
            target.replace_range(start..end, &inserted);
        }
        // Most of these are no longer the endpoint's; the ones that are must be no less than a value of it.
        if let Ok(request) = Request::get(target).body(Bytes::new())
            && let Ok(value) = Crowded::from_http_request(request)
        {
            let again = value.to_http_request("https://h").unwrap();
            prop_assert_eq!(Crowded::from_http_request(again).unwrap(), value);
        }
    }

    #[test]
    fn no_request_panics(path in "/v1\\.0/users/[a-z%/'().]{0,20}", query in "[$a-z=&%+]{0,20}", body in any::<Vec<u8>>()) {
        if let Ok(request) = Request::patch(format!("https://h{path}?{query}")).body(Bytes::from(body)) {
            let _ = UpdateNote::from_http_request(request);
        }
    }
}
