//! Media types: is it JSON, what is its charset; and the byte order mark that some services write before a text.

/// Whether a `Content-Type` is JSON: `application/json`, `text/json`, and every type with the suffix `+json`
/// (<https://www.rfc-editor.org/rfc/rfc6839#section-3.1>), whatever its letter case and its parameters. So is a bare
/// `json`, which documentation writes now and then.
///
/// ```
/// use graph_endpoint_schema::media_type::is_json;
///
/// assert!(is_json("Application/JSON; odata.metadata=minimal"));
/// assert!(is_json("application/merge-patch+json"));
/// assert!(!is_json("application/jsonlines") && !is_json("text/plain; format=json"));
/// ```
pub fn is_json(content_type: impl AsRef<[u8]>) -> bool {
    let essence = essence(content_type.as_ref());
    [&b"application/json"[..], b"text/json", b"json"].iter().any(|json| essence.eq_ignore_ascii_case(json))
        || essence.len().checked_sub(5).is_some_and(|at| {
            at > 0 && essence.get(at..).is_some_and(|suffix| suffix.eq_ignore_ascii_case(b"+json"))
        })
}

/// The value of a parameter of a media type, without its quotes; the parameter's name in any letter case.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6>
///
/// ```
/// use graph_endpoint_schema::media_type::parameter;
///
/// assert_eq!(parameter("text/plain; Charset=\"UTF-8\"", "charset"), Some("UTF-8"));
/// assert_eq!(parameter("text/plain", "charset"), None);
/// ```
pub fn parameter<'t>(content_type: &'t str, name: &str) -> Option<&'t str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
    })
}

/// Whether a text reads `type/subtype`, with parameters or without.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1>
pub fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let word = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '/');
    essence.split_once('/').is_some_and(|(kind, subtype)| word(kind) && word(subtype))
}

/// The bytes of a text without the byte order mark that may stand before them.
pub fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// `type/subtype` alone. A header that a proxy wrote twice is two values with a comma: the first counts.
fn essence(content_type: &[u8]) -> &[u8] {
    content_type.split(|byte| matches!(byte, b';' | b',')).next().unwrap_or_default().trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_by_any_spelling() {
        for json in [
            "application/json",
            "APPLICATION/JSON",
            " application/json ;odata.metadata=none",
            "text/json",
            "application/problem+json;charset=utf-8",
            "application/merge-patch+JSON",
            "application/json, application/json",
            "json",
        ] {
            assert!(is_json(json), "{json}");
        }
        for other in [
            "",
            ";",
            "text/plain",
            "text/plain;a=application/json",
            "application/xjson",
            "+json",
            "image/png",
            "application/x-ndjson",
            "application/json5",
        ] {
            assert!(!is_json(other), "{other}");
        }
        assert!(!is_json(b"application/\xffjson"));
    }

    #[test]
    fn parameters() {
        assert_eq!(parameter("a/b;x=1; CHARSET = \"us-ascii\"", "charset"), Some("us-ascii"));
        assert_eq!(parameter("charset=utf-8", "charset"), None);
    }

    #[test]
    fn types() {
        for good in ["image/jpeg", "text/plain; charset=utf-8", "application/vnd.x+json"] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in ["", "image", "/", "a/", "/b", "a/b/c", "a b/c"] {
            assert!(!is_media_type(bad), "{bad}");
        }
    }

    #[test]
    fn byte_order_mark() {
        assert_eq!(without_bom("\u{feff}{}".as_bytes()), b"{}");
        assert_eq!(without_bom(b"{}"), b"{}");
        assert_eq!(without_bom("\u{feff}\u{feff}".as_bytes()), "\u{feff}".as_bytes());
    }
}
