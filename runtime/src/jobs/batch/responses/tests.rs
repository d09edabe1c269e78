use super::*;

fn response(body: &[u8]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::copy_from_slice(body));
    response.headers_mut().insert("request-id", HeaderValue::from_static("r-batch"));
    response
}

fn responses(text: &str) -> HashMap<String, Response<Bytes>> {
    Responses::read(response(text.as_bytes())).unwrap().by_id
}

#[test]
fn any_order_and_every_form_of_a_body() {
    let responses = responses(
        r#"{"responses": [
            {"id": "3", "status": 204, "body": null},
            {"id": 1, "status": "200", "headers": {"Content-Type": "application/json", "Age": 7}, "body": {"a": [1.50]}},
            {"id": "2", "status": 200, "headers": {"Content-Type": "image/png"}, "body": "AAEC"},
            {"id": "4", "status": 200, "headers": {"Content-Type": "text/plain"}, "body": "not base64!"},
            {"id": "5", "status": 200, "headers": {"content-type": "text/plain"}, "body": 12},
            {"id": "10", "status": 200, "headers": {"Content-Type": "text/plain"}, "body": "1234"},
            {"id": "11", "status": 200, "headers": {"Content-Type": "text/plain"}, "body": "MTIzNA=="},
            {"id": "6", "status": 201, "headers": null},
            {"id": "6", "status": 500},
            {"id": "7", "status": 200, "body": "text"},
            {"id": "8"}, {"status": 200}, {"id": [], "status": 200}, {"id": "9", "status": 99}
        ]}"#,
    );
    let body = |id: &str| responses[id].body().as_ref();
    assert_eq!(body("1"), br#"{"a": [1.50]}"#);
    assert_eq!(responses["1"].headers()["age"], "7");
    assert_eq!(body("2"), [0, 1, 2]);
    assert_eq!((responses["3"].status().as_u16(), body("3")), (204, b"".as_slice()));
    assert_eq!(body("4"), b"not base64!");
    assert_eq!(body("5"), b"12");
    assert_eq!((responses["6"].status().as_u16(), body("6")), (201, b"".as_slice()));
    assert_eq!(body("7"), b"\"text\"");
    assert_eq!((body("10"), body("11")), (b"1234".as_slice(), b"1234".as_slice()));
    assert_eq!(responses.len(), 9);
}

#[test]
fn json_that_comes_as_text_is_json() {
    const JSON: &str = r#""headers": {"Content-Type": "application/json; odata.metadata=minimal"}"#;
    let cases = [
        // `{"id":"1"}`, `[1]`, the first with a byte order mark and without padding.
        (JSON, "eyJpZCI6IjEifQ==", r#"{"id":"1"}"#),
        (JSON, "WzFd", "[1]"),
        (JSON, "77u/eyJpZCI6IjEifQ", "\u{feff}{\"id\":\"1\"}"),
        (r#""headers": {}"#, "eyJpZCI6IjEifQ==", r#"{"id":"1"}"#),
        (JSON, r#"{\"id\":\"1\"}"#, r#"{"id":"1"}"#),
        (JSON, "<html>", "<html>"),
        (r#""headers": null"#, " <html>", " <html>"),
        (r#""headers": {"Content-Type": ["text/html"]}"#, "<html>", "<html>"),
        // Strings stay strings.
        (JSON, "WzFd!", r#""WzFd!""#),
        (JSON, "1234", r#""1234""#),
        (JSON, "{not json", r#""{not json""#),
        (JSON, "[1]", r#""[1]""#),
        (JSON, "", r#""""#),
    ];
    for (headers, body, expected) in cases {
        for status in [200, 404, 503] {
            let text =
                format!(r#"{{"responses":[{{"id":"1","status":{status},{headers},"body":"{body}"}}]}}"#);
            let responses = responses(&text);
            assert_eq!(std::str::from_utf8(responses["1"].body()).unwrap(), expected, "{text}");
        }
    }
}

#[test]
fn an_odd_item_costs_the_others_nothing() {
    let good = r#"{"id": "1", "status": 200}"#;
    let odd = [
        "1",
        "null",
        "[]",
        r#""text""#,
        "{}",
        r#"{"id": null, "status": 200}"#,
        r#"{"id": "2", "status": null}"#,
        r#"{"id": "2", "status": "OK"}"#,
        r#"{"id": "2", "status": 20000}"#,
        r#"{"id": "2", "status": -200}"#,
        r#"{"id": {}, "status": {}}"#,
    ];
    for odd in odd {
        for text in [format!("[{odd},{good}]"), format!("[{good},{odd}]")] {
            let responses = responses(&format!(r#"{{"@odata.context": {{}}, "responses": {text}}}"#));
            assert_eq!(responses.keys().collect::<Vec<_>>(), ["1"], "{text}");
        }
    }
    for status in ["200", r#""200""#, "200.0", r#""200 OK""#] {
        let responses = responses(&format!(r#"{{"Responses": [{{"id": 1, "status": {status}}}]}}"#));
        assert_eq!(responses["1"].status(), 200, "{status}");
    }
}

#[test]
fn what_was_cut_gives_what_came() {
    let whole =
        r#"{"responses": [{"id": "1", "status": 200, "body": {"a": "}]"}}, {"id": "2", "status": 201}]}"#;
    for cut in 0..whole.len() {
        let read = Responses::read(response(&whole.as_bytes()[..cut]));
        let Ok(mut responses) = read else {
            assert!(cut <= whole.find('[').unwrap(), "{cut}");
            continue;
        };
        let (first, second) = (whole.find("}}").unwrap() + 2, whole.len() - 2);
        assert_eq!(responses.take("1").is_ok(), cut >= first, "{cut}");
        let lost = responses.take("2");
        assert_eq!(lost.is_ok(), cut >= second, "{cut}");
        if let Err(error) = lost {
            assert!(error.is_decode() && error.to_string().contains("unknown"));
            assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (200, Some("r-batch")));
        }
    }
    // Bytes that are not UTF-8, in one item of two, and a byte order mark.
    let latin = b"\xef\xbb\xbf{\"responses\": [{\"id\": \"1\", \"status\": 200, \"body\": \"\xe4\"}, {\"id\": \"2\", \"status\": 200}]}";
    let mut responses = Responses::read(response(latin)).unwrap();
    assert!(responses.take("1").is_ok() && responses.take("2").is_ok());
}

#[test]
fn an_item_is_read_in_any_letter_case() {
    let text =
        r#"{"Responses": [{"Id": "1", "Status": 201, "Headers": {"Location": "l"}, "Body": {"id": "a"}}]}"#;
    let item = Responses::read(response(text.as_bytes())).unwrap().take("1").unwrap();
    assert_eq!((item.status().as_u16(), &item.headers()["location"] == "l"), (201, true));
    assert_eq!(item.body(), r#"{"id": "a"}"#);
}

#[test]
fn an_item_has_the_ids_of_the_batch_unless_it_has_its_own() {
    let text = r#"{"responses": [{"id": "1", "status": 200, "headers": {"Request-Id": "own"}}, {"id": "2", "status": 404}]}"#;
    let mut responses = Responses::read(response(text.as_bytes())).unwrap();
    assert_eq!(responses.take("1").unwrap().headers()["request-id"], "own");
    assert_eq!(responses.take("2").unwrap().headers()["request-id"], "r-batch");
}

#[test]
fn what_is_no_batch_is_an_error_that_keeps_what_came() {
    for text in [
        "",
        "<html>",
        "[]",
        "{}",
        "null",
        "1",
        r#"{"responses": {}}"#,
        r#"{"responses": null}"#,
        r#"{"error": null}"#,
    ] {
        let error = Responses::read(response(text.as_bytes())).unwrap_err();
        assert!(error.is_decode(), "{text}");
        assert!(error.to_string().contains("unknown"), "{error}");
        assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (200, Some("r-batch")));
    }
    let refused = Responses::read(response(br#"{"error": {"code": "BadRequest"}}"#)).unwrap_err();
    assert_eq!((refused.code(), refused.request_id()), (Some("BadRequest"), Some("r-batch")));
}
