//! A value alone, as a `/$value` gives it: bare text, without the quotes that JSON has.

use bytes::Bytes;
use http::Response;
use http::header::CONTENT_TYPE;

use super::text;

/// Of a date, an enumeration's member or a GUID, the JSON that it would be; `None` for what isn't `text/plain`.
pub(super) fn bare_text(response: &Response<Bytes>) -> Option<String> {
    let content_type = response.headers().get(CONTENT_TYPE)?.as_bytes();
    if !content_type.get(..10)?.eq_ignore_ascii_case(b"text/plain") {
        return None;
    }
    serde_json::to_string(text(response.body()).ok()?.trim_ascii()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::response::{FromResponse as _, decode_json};

    #[test]
    fn bare_text_is_a_number_or_text() {
        let response = |content_type: &str, body: &'static str| {
            Response::builder().header(CONTENT_TYPE, content_type).body(Bytes::from(body)).unwrap()
        };
        for body in ["893", "\u{feff}893", " 893\r\n", "\u{feff} 893\n"] {
            assert_eq!(decode_json::<u64>(response("text/plain", body)).unwrap(), 893);
            assert_eq!(decode_json::<i64>(response("text/plain;charset=utf-8", body)).unwrap(), 893);
        }
        assert!(decode_json::<u64>(response("text/plain", "many")).unwrap_err().is_decode());
        let text = |content_type, body| String::from_response(response(content_type, body));
        assert_eq!(text("text/plain", "\u{feff}a \"b\"").unwrap(), "a \"b\"");
        assert_eq!(text("application/json; charset=utf-8", "\"b\"").unwrap(), "b");
        // It has `json` in its name, and is a text of many of them.
        assert_eq!(text("application/x-ndjson", "{}\n{}\n").unwrap(), "{}\n{}\n");
        assert!(text("Application/JSON", "b").unwrap_err().is_decode());
    }
}
