//! The answer to a batch, taken apart: an answer for each item, as if it had come alone.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde_json::Value;
use serde_json::value::RawValue;

use super::item::is_json;
use crate::edm::Binary;
use crate::error::{Error, Kind};
use crate::from_parameter::FromParameter as _;

type Object<'a> = BTreeMap<String, &'a RawValue>;

/// The answers by the ids of their items. Graph sends them in any order.
///
/// # Errors
/// [`Error::is_decode`] when the answer is not that of a batch.
pub(super) fn read(answer: &Response<Bytes>) -> Result<BTreeMap<String, Response<Bytes>>, Error> {
    let responses = serde_json::from_slice::<Object<'_>>(answer.body())
        .ok()
        .and_then(|batch| member::<Vec<Object<'_>>>(&batch, "responses"))
        .ok_or_else(|| {
            Error::new(Kind::Decode, "the answer to the batch is no JSON object with `responses`")
        })?;
    let mut answers = BTreeMap::new();
    for response in responses {
        if let Some((id, answer)) = item_answer(&response) {
            answers.entry(id).or_insert(answer);
        }
    }
    Ok(answers)
}

/// `None` for what can't be told whose answer it is; its item then has none.
fn item_answer(object: &Object<'_>) -> Option<(String, Response<Bytes>)> {
    let id = plain_text(object, "id")?;
    let status = StatusCode::from_bytes(plain_text(object, "status")?.as_bytes()).ok()?;
    let headers = headers(object);
    let mut answer =
        Response::new(object.get("body").map(|body| content(body.get(), &headers)).unwrap_or_default());
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    Some((id, answer))
}

fn headers(object: &Object<'_>) -> HeaderMap {
    let texts = member::<Option<BTreeMap<String, Value>>>(object, "headers").flatten().unwrap_or_default();
    let mut headers = HeaderMap::new();
    for (name, value) in texts {
        let value = match value {
            Value::String(text) => text,
            value => value.to_string(),
        };
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    headers
}

/// JSON as it stands; what isn't JSON comes as base64, or, if it is text, as that text.
fn content(body: &str, headers: &HeaderMap) -> Bytes {
    if body == "null" {
        return Bytes::new();
    }
    let content_type = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let (Some(content_type), false) = (content_type, is_json(headers)) else {
        return Bytes::copy_from_slice(body.as_bytes());
    };
    match serde_json::from_str::<String>(body) {
        Ok(text) => from_text(text, content_type.to_ascii_lowercase().starts_with("text/")),
        Err(_) => Bytes::copy_from_slice(body.as_bytes()),
    }
}

/// Graph's documentation says base64, OData's JSON format says text for `text/*`. A text that happens to be base64, like
/// `1234`, is hardly ever that of another text.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ResponseBody>
fn from_text(text: String, is_text: bool) -> Bytes {
    let legible = |bytes: &[u8]| {
        std::str::from_utf8(bytes)
            .is_ok_and(|text| !text.chars().any(|char| char.is_control() && !char.is_ascii_whitespace()))
    };
    match Binary::from_text(&text) {
        Ok(bytes) if !is_text || legible(&bytes.0) => bytes.0,
        _ => Bytes::from(text),
    }
}

/// A text, or a number where a text should be.
fn plain_text(object: &Object<'_>, name: &str) -> Option<String> {
    match member(object, name)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn member<'a, T: serde::Deserialize<'a>>(object: &Object<'a>, name: &str) -> Option<T> {
    serde_json::from_str(object.get(name)?.get()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(text: &'static str) -> BTreeMap<String, Response<Bytes>> {
        read(&Response::new(Bytes::from_static(text.as_bytes()))).unwrap()
    }

    #[test]
    fn any_order_and_every_form_of_a_body() {
        let answers = answers(
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
        let body = |id: &str| answers[id].body().as_ref();
        assert_eq!(body("1"), br#"{"a": [1.50]}"#);
        assert_eq!(answers["1"].headers()["age"], "7");
        assert_eq!(body("2"), [0, 1, 2]);
        assert_eq!((answers["3"].status().as_u16(), body("3")), (204, b"".as_slice()));
        assert_eq!(body("4"), b"not base64!");
        assert_eq!(body("5"), b"12");
        assert_eq!((answers["6"].status().as_u16(), body("6")), (201, b"".as_slice()));
        assert_eq!(body("7"), b"\"text\"");
        assert_eq!((body("10"), body("11")), (b"1234".as_slice(), b"1234".as_slice()));
        assert_eq!(answers.len(), 9);
    }

    #[test]
    fn what_is_no_batch_is_an_error() {
        for text in
            ["", "<html>", "[]", "{}", r#"{"responses": {}}"#, r#"{"responses": [1]}"#, r#"{"error": null}"#]
        {
            let error = read(&Response::new(Bytes::from_static(text.as_bytes()))).unwrap_err();
            assert!(error.is_decode(), "{text}");
        }
    }
}
