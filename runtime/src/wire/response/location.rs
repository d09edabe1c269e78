//! URLs in headers.

use http::{HeaderMap, HeaderName};

/// The URL in a header; an empty one is none, though it could be read as a reference to the very URL that gave it. Beyond
/// ASCII it should be percent-encoded, and some services leave it as it is, in UTF-8: what parses it encodes it.
/// <https://url.spec.whatwg.org/#path-state>
pub(crate) fn url_in(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    let url = std::str::from_utf8(headers.get(name)?.as_bytes()).ok()?;
    (!url.trim_ascii().is_empty()).then_some(url)
}
