//! Headers that are not a caller's to set.

use http::HeaderName;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};

/// Whether a header says where the body ends. Whoever sends it knows that, and a request with another length hangs.
/// <https://www.rfc-editor.org/rfc/rfc9112#section-6>
pub(crate) fn frames(name: &HeaderName) -> bool {
    matches!(*name, CONTENT_LENGTH | TRANSFER_ENCODING)
}

pub(crate) fn framed() -> &'static str {
    "`Content-Length` and `Transfer-Encoding` are written by what sends the request; leave the header out"
}
