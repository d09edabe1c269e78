//! The body of an item's response: JSON as it stands; what isn't JSON as base64 or as text; now and then JSON in either.

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::IgnoredAny;

use crate::jobs::batch::item::is_json;
use crate::types::edm::Binary;
use crate::wire::from_parameter::FromParameter as _;

/// The bytes that a single response would have had as its body.
#[inline]
pub(super) fn content(body: &str, headers: &HeaderMap) -> Bytes {
    if body == "null" {
        return Bytes::new();
    }
    let as_it_stands = || Bytes::copy_from_slice(body.as_bytes());
    let Ok(text) = serde_json::from_str::<String>(body) else { return as_it_stands() };
    let content_type = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
    match content_type {
        Some(content_type) if !is_json(headers) => {
            from_text(text, content_type.to_ascii_lowercase().starts_with("text/"))
        }
        _ => json_in_text(&text).unwrap_or_else(as_it_stands),
    }
}

/// Graph's documentation says base64, OData's JSON format says text for `text/*`. A text that happens to be base64, like
/// `1234`, is hardly ever that of another text.
/// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ResponseBody>
#[inline]
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

/// Some services give an object or a list as text, plain or in base64, though they call it JSON; and a gateway in front
/// of them gives HTML and calls it anything. Any other text is a JSON string.
#[inline]
fn json_in_text(text: &str) -> Option<Bytes> {
    if text.trim_start().starts_with('<') || is_json_of(b"{", text.as_bytes()) {
        return Some(Bytes::copy_from_slice(text.as_bytes()));
    }
    let bytes = Binary::from_text(text.trim()).ok()?.0;
    (is_json_of(b"{", &bytes) || is_json_of(b"[", &bytes)).then_some(bytes)
}

#[inline]
fn is_json_of(start: &[u8], json: &[u8]) -> bool {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json).trim_ascii_start();
    json.starts_with(start) && serde_json::from_slice::<IgnoredAny>(json).is_ok()
}
