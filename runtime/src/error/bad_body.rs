//! What is wrong with a response that is not the JSON of its type: the usual mistakes by name, else the JSON path.

use graph_endpoint_schema::media_type::{parameter, without_bom};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};

use crate::wire::json::locate;

/// What is wrong with a body that should have been JSON of some shape.
pub(super) fn problem(headers: &HeaderMap, body: &[u8], source: &serde_json::Error) -> String {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let content_type = content_type.to_ascii_lowercase();
    let charset = parameter(&content_type, "charset");
    if body.iter().all(u8::is_ascii_whitespace) {
        return "the response has no body, and one was expected".to_owned();
    }
    if charset.is_some_and(|charset| !matches!(charset, "utf-8" | "utf8" | "us-ascii")) {
        return "the response's charset is not UTF-8".to_owned();
    }
    if headers
        .get(CONTENT_ENCODING)
        .is_some_and(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
    {
        return "the response's `Content-Encoding` is one that was not asked for; a proxy may stand between"
            .to_owned();
    }
    if content_type.starts_with("text/html") || is_markup(body) {
        return "the response is HTML or XML, not JSON; a proxy or a sign-in page may stand between"
            .to_owned();
    }
    if std::str::from_utf8(body).is_err() {
        return "the response's body is not UTF-8".to_owned();
    }
    let located = locate::locate(without_bom(body), source);
    if !located.path.is_empty() {
        return format!("{}: {}", located.path, located.problem);
    }
    let hint = match located.problem.as_str() {
        "expected a sequence, found an object" => "; Graph's lists come in an object: write `Page<T>`",
        _ => "",
    };
    format!("the response's body: {}{hint}", located.problem)
}

/// Whether a body is HTML or XML.
#[inline]
pub(crate) fn is_markup(body: &[u8]) -> bool {
    without_bom(body).trim_ascii_start().starts_with(b"<")
}
