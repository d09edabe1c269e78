//! What a broken exchange is called. The sources lose their URL: it holds query values.

use std::io;
use std::time::Duration;

use super::tls;
use crate::error::{Error, Kind};

/// An error of reqwest's as ours.
pub(super) fn from_reqwest(source: reqwest::Error) -> Error {
    let (kind, message) = if source.is_connect() {
        if source.is_timeout() {
            (Kind::Timeout, "the connection was not made in time")
        } else {
            match is_tls(&source) {
                true => (Kind::Tls, "no secure connection could be made: the TLS handshake failed"),
                false => (Kind::Connect, tls::NO_CONNECTION),
            }
        }
    } else if source.is_timeout() {
        (Kind::Timeout, "the response did not come in time")
    } else if source.is_builder() {
        (Kind::Build, "the request is not valid HTTP")
    } else if source.is_body() && !source.is_request() {
        (Kind::Transport, "the connection broke while a body was on its way")
    } else {
        (Kind::Transport, "the connection broke")
    };
    Error::new(kind, message).with_source(source.without_url())
}

/// rustls reports what is wrong with a handshake as invalid data, through `std::io`.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    // An I/O error around another one leaves that one out of its sources.
    let wrapped = match error.downcast_ref::<io::Error>() {
        Some(error) if error.kind() == io::ErrorKind::InvalidData => return true,
        Some(error) => error.get_ref().map(|inner| inner as &(dyn std::error::Error + 'static)),
        None => None,
    };
    wrapped.or_else(|| error.source()).is_some_and(is_tls)
}

/// Whether the service said over HTTP/2 that it did not process the request: its stream was refused, or is behind the last
/// of a connection that ends in good order. <https://www.rfc-editor.org/rfc/rfc9113#section-8.7>
pub(super) fn is_unprocessed(error: &Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if let Some(cause) = cause.downcast_ref::<h2::Error>() {
            let is_refused = cause.is_reset() && cause.reason() == Some(h2::Reason::REFUSED_STREAM);
            let is_behind_the_last = cause.is_go_away() && cause.reason() == Some(h2::Reason::NO_ERROR);
            return cause.is_remote() && (is_refused || is_behind_the_last);
        }
        source = cause.source();
    }
    false
}

/// Whether another try may mend it: the line was bad, or the service was, and the client's own retries were not enough
/// or not allowed.
pub(crate) fn may_pass(error: &Error) -> bool {
    match error.kind() {
        Kind::Connect | Kind::Transport | Kind::Timeout => true,
        Kind::Status => error.status().is_some_and(|status| status.is_server_error()),
        _ => false,
    }
}

/// A body that was handed out doesn't go on.
pub(super) fn stalled(idle: Duration) -> Error {
    Error::new(
        Kind::Timeout,
        format!("nothing more of the body came within {idle:?}, the timeout of one attempt"),
    )
}

/// The response's body is over the limit.
pub(crate) fn too_large(limit: u64) -> Error {
    Error::new(
        Kind::TooLarge,
        format!("the response's body is over the limit of {limit} bytes; raise `max_body_size`"),
    )
}
