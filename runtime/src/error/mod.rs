//! The one error of the crate: opaque, asked by `is_*` and getters, safe to log.

mod graph;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

use self::graph::GraphError;

type BoxError = Box<dyn StdError + Send + Sync>;

/// What went wrong with a call.
///
/// It never shows a token, a query value or a body, neither in `Display` nor in `Debug`.
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: Kind,
    /// Our own words: what failed, with names but without values.
    message: String,
    source: Option<BoxError>,
    answer: Option<Answer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Before anything was sent.
    Build,
    /// No token, or one that Graph refuses.
    Auth,
    Connect,
    Timeout,
    /// The connection broke, or the answer was cut.
    Transport,
    /// The answer's body is over the client's limit.
    TooLarge,
    Decode,
    /// An answer with a status that is not 2xx.
    Status,
}

/// Graph's answer, as far as it matters.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    graph: GraphError,
}

impl Error {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { inner: Box::new(Inner { kind, message: message.into(), source: None, answer: None }) }
    }

    /// An error from before anything was sent.
    pub(crate) fn build(message: impl Into<String>) -> Self {
        Self::new(Kind::Build, message)
    }

    /// No token could be had: what a [`Credential`] of your own answers with. Keep the secret out
    /// of `message`.
    pub fn auth(message: impl Into<String>) -> Self {
        Self::new(Kind::Auth, message)
    }

    /// The `source` is for `Error::source()` only: its text is not repeated in ours, it may hold values.
    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// An answer of Graph's that is not 2xx.
    pub(crate) fn from_answer(response: Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        let mut error = Self::new(Kind::Status, String::new());
        error.inner.answer =
            Some(Answer { status: parts.status, headers: parts.headers, graph: GraphError::parse(&body) });
        error
    }

    /// A 2xx answer whose body is not what the declaration says.
    pub(crate) fn from_json(source: serde_json::Error, response: Response<Bytes>) -> Self {
        let _ = response;
        Self::new(Kind::Decode, "the answer's body is of another shape").with_source(source)
    }

    /// Whether the request could not be built: nothing was sent.
    pub fn is_build(&self) -> bool {
        self.inner.kind == Kind::Build
    }

    /// Whether no token could be had, or Graph refused it (401).
    pub fn is_auth(&self) -> bool {
        self.inner.kind == Kind::Auth || self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Whether no connection could be made: nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.inner.kind == Kind::Connect
    }

    /// Whether it took too long.
    pub fn is_timeout(&self) -> bool {
        self.inner.kind == Kind::Timeout
    }

    /// Whether the connection broke, or the answer was cut short: the fate of the request is unknown.
    pub fn is_transport(&self) -> bool {
        self.inner.kind == Kind::Transport
    }

    /// Whether the answer's body is over the client's limit.
    pub fn is_too_large(&self) -> bool {
        self.inner.kind == Kind::TooLarge
    }

    /// The status of Graph's answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.answer.as_ref().map(|answer| answer.status)
    }

    /// How long Graph asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        None
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.inner.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.inner.kind)
            .field("message", &self.inner.message)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
