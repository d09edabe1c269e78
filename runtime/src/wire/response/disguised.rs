//! An error of Graph's in a 2xx response: `200 {"error": {"code": ".."}}`.
//!
//! What counts is the shape: an object with an `error` that is an object with a `code`, and beside it nothing but
//! annotations, nulls and empty lists. A response type that declares a property `error` of its own keeps it.

use bytes::Bytes;
use graph_endpoint_schema::media_type::without_bom;
use http::Response;
use memchr::arch::all::memchr::One;
use serde::de::IgnoredAny;

use crate::error::Error;
use crate::wire::json::members::members;

/// The response, unless it is an error in disguise: for what doesn't look at the body, or not for an `error`.
pub(crate) fn undisguised(response: Response<Bytes>) -> Result<Response<Bytes>, Error> {
    if is_error(response.body()) { Err(Error::from_response(response)) } else { Ok(response) }
}

/// Whether a body is one of Graph's errors and nothing else.
pub(crate) fn is_error(body: &[u8]) -> bool {
    let body = without_bom(body);
    // Nearly every response ends at the first property that isn't an annotation.
    may_be_error(body) && str::from_utf8(body).is_ok_and(is_only_error)
}

/// Whether a text is an object with an error and nothing else.
#[cold]
fn is_only_error(json: &str) -> bool {
    let mut found = false;
    for (name, value) in members(json) {
        if is_error_name(name.as_bytes()) {
            if !has_code(value) {
                return false;
            }
            found = true;
        } else if !(name.contains('@') || value == "null" || is_empty_list(value)) {
            return false;
        }
    }
    found && serde_json::from_str::<IgnoredAny>(json).is_ok()
}

fn has_code(error: &str) -> bool {
    error.starts_with('{')
        && members(error).any(|(name, value)| name.eq_ignore_ascii_case("code") && value != "null")
}

fn is_empty_list(value: &str) -> bool {
    value.starts_with('[') && members(value).next().is_none()
}

/// False where the first property is no annotation and no error; true where only a parser can tell.
fn may_be_error(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some((name, value)) = property(rest) {
        match name.iter().find(|byte| matches!(byte, b'@' | b'\\')) {
            None => return is_error_name(name) || value.starts_with(b"null") || value.starts_with(b"[]"),
            Some(b'@') => {}
            Some(_) => return true,
        }
        let Some(behind) = behind_scalar(value) else { return true };
        rest = behind;
    }
    json.trim_ascii_start().starts_with(b"{")
}

fn is_error_name(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"error") || name == b"odata.error"
}

/// The name of the property behind `{` or `,`, and the text from its value on.
fn property(json: &[u8]) -> Option<(&[u8], &[u8])> {
    let [b'{' | b',', rest @ ..] = json.trim_ascii_start() else { return None };
    let [b'"', rest @ ..] = rest.trim_ascii_start() else { return None };
    let (name, rest) = rest.split_at_checked(rest.iter().position(|byte| *byte == b'"')?)?;
    let [b'"', rest @ ..] = rest else { return None };
    let [b':', value @ ..] = rest.trim_ascii_start() else { return None };
    Some((name, value.trim_ascii_start()))
}

/// What stands behind a text without escapes, a number or a word.
fn behind_scalar(json: &[u8]) -> Option<&[u8]> {
    match json {
        [b'"', text @ ..] => {
            // The portable search: the texts are short, and any other looks first at which instructions there are.
            let (text, behind) = text.split_at_checked(One::new(b'"').find(text)?)?;
            (text.last() != Some(&b'\\')).then(|| behind.get(1..))?
        }
        [b'{' | b'[', ..] => None,
        scalar => scalar.get(scalar.iter().position(|byte| matches!(byte, b',' | b'}'))?..),
    }
}

/// Whether the type that is read declares `error`: then a value that can't be its own, and the same value under a name that
/// nobody has, make a difference.
pub(super) fn declares_error(read: &mut super::ReadText<'_>) -> bool {
    let mut outcome = |json: &str| read(json).map_err(|error| error.to_string());
    outcome(r#"{"error":[0]}"#) != outcome(r#"{"er-or":[0]}"#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_and_nothing_else() {
        for body in [
            r#"{"error":{"code":"x","message":"m"}}"#,
            "\u{feff} {\"error\": {\"code\": \"\"}}",
            r#"{"@odata.context":"c","Error":{"Code":"x","innerError":{}},"value":null,"error@odata.type":"t"}"#,
            r#"{"error":{"code":-1}}"#,
            r#"{ "@odata.count" : -1 , "a" : null , "error" : {"code":"x"}}"#,
            r#"{"@odata.context":"a\"b","@a.b":{"c":[1]},"error":{"code":"x"}}"#,
            r#"{"err\u006fr":{"code":"x"}}"#,
            r#"{"@odata.context":"c","value":[],"error":{"code":"x"}}"#,
            r#"{"error":{"code":"x"},"value":[ ]}"#,
            r#"{"odata.error":{"code":"-1, X","message":{"lang":"en-US","value":"v"}}}"#,
        ] {
            assert!(is_error(body.as_bytes()), "{body}");
        }
        for body in [
            "",
            "{}",
            "[]",
            "null",
            r#""error""#,
            r#"{"@odata.count":1"#,
            r#"{"@odata.count":"1"#,
            r#"{"a"}"#,
            r#"{"error":null}"#,
            r#"{"error":"x"}"#,
            r#"{"error":{}}"#,
            r#"{"error":{"message":"m"}}"#,
            r#"{"error":{"code":null}}"#,
            r#"{"error":[{"code":"x"}]}"#,
            r#"{"id":"1","error":{"code":"x"}}"#,
            r#"{"error":{"code":"x"},"status":"failed"}"#,
            r#"{"value":[{"error":{"code":"x"}}]}"#,
            r#"{"value":[1],"error":{"code":"x"}}"#,
            r#"{"value":[]}"#,
            r#"{"error":{"code":"x"}"#,
        ] {
            assert!(!is_error(body.as_bytes()), "{body}");
        }
    }
}
