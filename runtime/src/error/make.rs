//! How an error comes about: from our own words, from a response of Graph's, or from JSON that isn't what it should be.

use std::fmt;
#[cfg(feature = "client")]
use std::time::Duration;

use bytes::Bytes;
use http::Response;

use super::graph::GraphError;
use super::{BoxError, Error, Inner, Kind, Responded, bad_body};
use crate::wire::json::locate;

/// Marks a response to a request whose earlier attempt may have been carried out: what refuses this one may be its doing.
#[derive(Clone, Copy)]
pub(crate) struct SentAgain;

impl Error {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                message: message.into(),
                call: None,
                source: None,
                response: None,
                wait: None,
            }),
        }
    }

    /// An error from before anything was sent.
    pub(crate) fn build(message: impl Into<String>) -> Self {
        Self::new(Kind::Build, message)
    }

    /// What can't be written as JSON. serde_json's own error is not kept: it can quote values.
    pub(crate) fn unwritable(what: impl fmt::Display) -> Self {
        Self::build(format!("{what} can't be written as JSON"))
    }

    /// The `source` is for `Error::source()` only: its text is not repeated in ours, it may hold values.
    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// Graph asks for a pause, and the call may not take that long; without any time `left` it just took too long.
    #[cfg(feature = "client")]
    pub(crate) fn throttled(wait: Duration, left: Duration) -> Self {
        if left.is_zero() {
            let message =
                "the time of the call ran out while it waited for the end of a pause that Graph asked for";
            return Self::new(Kind::Timeout, message);
        }
        let message = format!(
            "Graph asks for a pause of which {wait:.1?} are left, and this call has {left:.1?} left: it was not sent"
        );
        let mut error = Self::new(Kind::Throttled, message);
        error.inner.wait = Some(wait);
        error
    }

    /// The same, by another name: a response that means more than its status says.
    pub(crate) fn named(mut self, kind: Kind, message: impl Into<String>) -> Self {
        self.inner.kind = kind;
        self.inner.message = message.into();
        self
    }

    /// Says which part of a job it was that failed: the call that the job is named by may have been done long ago. What was
    /// not sent says so itself.
    #[cfg(feature = "client")]
    #[cold]
    pub(crate) fn of_step(mut self, step: &str) -> Self {
        if !matches!(self.inner.kind, Kind::Build) {
            let message = &self.inner.message;
            self.inner.message =
                if message.is_empty() { step.to_owned() } else { format!("{step}: {message}") };
        }
        self
    }

    /// The same once more, without its source: for each of the calls that failed together.
    #[cfg(feature = "client")]
    #[inline]
    pub(crate) fn again(&self) -> Self {
        let Inner { kind, message, call, response, wait, .. } = &*self.inner;
        Self {
            inner: Box::new(Inner {
                kind: *kind,
                message: message.clone(),
                call: call.clone(),
                source: None,
                response: response.clone(),
                wait: *wait,
            }),
        }
    }

    /// What kind of failure it is, for policies and spans.
    #[cfg(feature = "client")]
    pub(crate) fn kind(&self) -> Kind {
        self.inner.kind
    }

    /// A response of Graph's that is not 2xx.
    pub(crate) fn from_response(response: Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        let again = parts.extensions.get::<SentAgain>().is_some();
        let message = if again { "sent again after an attempt of unknown fate" } else { "" };
        let mut error = Self::new(Kind::Status, message);
        let graph = GraphError::parse(&body);
        error.inner.response = Some(Responded::new(parts, body, graph));
        error
    }

    /// What came to nothing behind the head of a response, which stays: a 2xx says that it was done.
    #[cfg(feature = "client")]
    #[cold]
    pub(crate) fn behind<B>(mut self, response: Response<B>) -> Self {
        let parts = response.into_parts().0;
        self.inner.message.push_str(&format!(", after {}", parts.status));
        self.inner.response = Some(Responded::new(parts, Bytes::new(), GraphError::default()));
        self
    }

    /// A 2xx response whose body is not what the declaration says. serde_json's own error is not kept: it quotes values.
    pub(crate) fn from_json(source: &serde_json::Error, response: Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        let mut error = Self::new(Kind::Decode, bad_body::problem(&parts.headers, &body, source));
        error.inner.response = Some(Responded::new(parts, body, GraphError::default()));
        error
    }

    /// JSON that came otherwise than as a response. serde_json's own error is not kept: it quotes values.
    #[cfg(feature = "notifications")]
    pub(crate) fn from_text(what: &str, json: &[u8], source: &serde_json::Error) -> Self {
        let located = locate::locate(json, source);
        let path = if located.path.is_empty() { what } else { &located.path };
        Self::new(Kind::Decode, format!("{path}: {}", located.problem))
    }

    /// One item of a list, whose JSON text came alone.
    #[cfg(feature = "notifications")]
    pub(crate) fn from_item(place: String, json: &[u8], source: &serde_json::Error) -> Self {
        let located = locate::locate(json, source);
        Self::new(Kind::Decode, format!("{}: {}", locate::joined(place, &located.path), located.problem))
    }

    /// A property, kept as JSON text, that is not of the type it is asked for.
    pub(crate) fn from_property(name: &str, json: &str, source: &serde_json::Error) -> Self {
        let located = locate::locate(json.as_bytes(), source);
        let mut path = String::new();
        locate::push_name(&mut path, name);
        Self::new(Kind::Decode, format!("{}: {}", locate::joined(path, &located.path), located.problem))
    }
}
