//! The one error of the crate: opaque, asked by `is_*` and getters, safe to log.

mod bad_body;
mod call;
mod graph;
mod kind;
mod make;
mod retry_after;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

#[cfg(feature = "client")]
pub(crate) use self::bad_body::is_markup;
pub(crate) use self::call::CallName;
pub use self::graph::ErrorDetail;
use self::graph::GraphError;
#[cfg(feature = "client")]
pub(crate) use self::graph::READ_BYTES;
pub(crate) use self::kind::Kind;
#[cfg(feature = "client")]
pub(crate) use self::make::SentAgain;
pub(crate) use self::retry_after::{is_too_much, retry_after};

type BoxError = Box<dyn StdError + Send + Sync>;

/// What went wrong with a call.
///
/// It never shows a token, a query value or a body, neither in `Display` nor in `Debug`, and no more does its source:
/// all three can be logged. It names the call by its method and its path as declared. Of Graph's
/// [error body](https://learn.microsoft.com/graph/errors) it shows the codes and the request id; its text for people, which
/// quotes what was sent, is behind [`message`](Self::message), unless
/// [`ClientBuilder::show_messages`](crate::ClientBuilder::show_messages) is on.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(GET, "/users/<id>")]
/// struct GetUser {
///     id: String,
/// }
///
/// let body = r#"{"error": {"code": "tooManyRequests", "message": "..", "innerError": {"code": "quota"}}}"#;
/// let response = http::Response::builder().status(429).header("Retry-After", "2.1").body(body.into())?;
/// let error = GetUser::from_http_response(response).unwrap_err();
///
/// assert!(error.is_throttled());
/// assert_eq!(error.code(), Some("tooManyRequests"));
/// assert_eq!(error.inner_codes().last(), Some("quota"));
/// assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(3)));
/// assert_eq!(error.to_string(), "GET /users/<id>: 429 Too Many Requests, tooManyRequests, quota");
/// # Ok::<(), http::Error>(())
/// ```
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: Kind,
    /// Our own words: what failed, with names but without values.
    message: String,
    /// Which call it is about, where that is known.
    call: Option<CallName>,
    source: Option<BoxError>,
    response: Option<Arc<Responded>>,
    /// What is left of a pause that Graph asked other calls for.
    wait: Option<Duration>,
}

/// Graph's response, as far as it matters.
struct Responded {
    status: StatusCode,
    headers: HeaderMap,
    graph: GraphError,
    /// Its beginning, for those who ask.
    body: Bytes,
}

impl Responded {
    fn new(parts: http::response::Parts, body: Bytes, graph: GraphError) -> Arc<Self> {
        // A copy of the beginning, so that an error doesn't keep all of a large body.
        let body = body.get(..graph::READ_BYTES).map(Bytes::copy_from_slice).unwrap_or(body);
        Arc::new(Self { status: parts.status, headers: parts.headers, graph, body })
    }
}

impl Error {
    /// No token could be had: what a `Credential` of your own fails with. Keep the secret out
    /// of `message`.
    pub fn auth(message: impl Into<String>) -> Self {
        Self::new(Kind::Auth, message)
    }

    /// Whether the request could not be built, and nothing was sent: a path value that is empty, a header that can't be
    /// one, a base URL that is none.
    pub fn is_build(&self) -> bool {
        self.inner.kind == Kind::Build
    }

    /// Whether no token could be had, or Graph refused it (401).
    pub fn is_auth(&self) -> bool {
        self.inner.kind == Kind::Auth || self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Whether no connection could be made: nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(self.inner.kind, Kind::Connect | Kind::Tls)
    }

    /// Whether it took too long: the call's own timeout, the client's, or a wait that would have gone beyond one. Without
    /// a [status](Self::status) it is unknown whether Graph acted on the request.
    pub fn is_timeout(&self) -> bool {
        self.inner.kind == Kind::Timeout
    }

    /// Whether the connection broke, or the response was cut short: without a [status](Self::status) the fate of the
    /// request is unknown.
    pub fn is_transport(&self) -> bool {
        self.inner.kind == Kind::Transport
    }

    /// Whether the response redirects to what is no address, from https to http, or in circles.
    pub fn is_redirect(&self) -> bool {
        self.inner.kind == Kind::Redirect
    }

    /// Whether the response's body is over the client's limit, in bytes:
    /// [`ClientBuilder::max_body_size`](crate::ClientBuilder::max_body_size).
    pub fn is_too_large(&self) -> bool {
        self.inner.kind == Kind::TooLarge
    }

    /// Whether a file, or another source or sink on our side, could not be read or written.
    pub fn is_io(&self) -> bool {
        self.inner.kind == Kind::Io
    }

    /// Whether what was to be taken up again is gone: an upload session that was completed, cancelled or has expired.
    pub fn is_expired(&self) -> bool {
        self.inner.kind == Kind::Expired
    }

    /// Whether what was transferred changed meanwhile: content that was replaced while it was downloaded, or can't be
    /// told to be the same, or a source that was written to while it was uploaded.
    pub fn is_changed(&self) -> bool {
        self.inner.kind == Kind::Changed
    }

    /// Whether the links of a list lead in a circle, or to one empty page after the other. The items until then are
    /// good.
    pub fn is_paging_loop(&self) -> bool {
        self.inner.kind == Kind::PagingLoop
    }

    /// Whether a long-running operation failed or was cancelled; [`code`](Self::code) says why, if Graph does.
    pub fn is_failed_operation(&self) -> bool {
        self.inner.kind == Kind::Operation
    }

    /// Whether a response came and is not what the declaration says; the text names the JSON path.
    pub fn is_decode(&self) -> bool {
        self.inner.kind == Kind::Decode
    }

    /// Whether a change notification is not Graph's, or was changed on its way.
    #[cfg(feature = "notifications")]
    pub fn is_untrusted(&self) -> bool {
        self.inner.kind == Kind::Untrusted
    }

    /// Whether Graph answered with a status that is not 2xx, or with an error in place of what was asked for.
    /// [`status`](Self::status), [`code`](Self::code) and [`headers`](Self::headers) say more.
    /// <https://learn.microsoft.com/graph/errors>
    pub fn is_status(&self) -> bool {
        self.inner.kind == Kind::Status
    }

    /// Whether Graph asks to slow down: 429, 509, or another refusal that says when to come back.
    /// <https://learn.microsoft.com/graph/throttling>
    pub fn is_throttled(&self) -> bool {
        self.inner.kind == Kind::Throttled
            || self.is_status()
                && (self.status().is_some_and(is_too_much)
                    // With 202 it says when to look for the result.
                    || self.status() != Some(StatusCode::ACCEPTED) && self.retry_after().is_some())
    }

    /// Whether what the request names isn't there: 404.
    pub fn is_not_found(&self) -> bool {
        self.is_status() && self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether somebody else was faster: 409, 412 for an `If-Match` with an old ETag, or what was transferred
    /// [changed](Self::is_changed) meanwhile.
    pub fn is_conflict(&self) -> bool {
        self.inner.kind == Kind::Changed
            || self.is_status()
                && matches!(self.status(), Some(StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED))
    }

    /// The status of Graph's response; `None` where no response came. A response that broke off, came too slowly or is too
    /// large has its status, too: a 2xx says that the request was carried out.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.response.as_ref().map(|response| response.status)
    }

    /// The headers of Graph's response; `None` where no response came.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.inner.response.as_ref().map(|response| &response.headers)
    }

    /// The body of the response, as far as its first 64 KiB, for a log of your own or for a type of your own to read it:
    /// it can hold whatever the service knows, which is why neither `Display` nor `Debug` shows it. `None` when no
    /// response came; a transfer's or a batch's errors can come without theirs.
    pub fn body(&self) -> Option<&[u8]> {
        self.inner.response.as_ref().map(|response| &*response.body)
    }

    /// Graph's error code, such as `itemNotFound`. A more specific one can be among [`inner_codes`](Self::inner_codes).
    pub fn code(&self) -> Option<&str> {
        self.graph()?.code.as_deref()
    }

    /// Graph's text for people. It changes and is translated: decide by [`code`](Self::code). It can quote what was
    /// sent, which is why `Display` leaves it out.
    pub fn message(&self) -> Option<&str> {
        self.graph()?.message.as_deref()
    }

    /// What the error is about, `target` of OData's errors: a property's name, as a rule.
    /// <https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ErrorResponse>
    pub fn target(&self) -> Option<&str> {
        self.graph()?.target.as_deref()
    }

    /// The codes of the inner errors, the most specific one last.
    pub fn inner_codes(&self) -> impl Iterator<Item = &str> {
        self.graph().map_or(&[][..], |graph| &graph.inner_codes).iter().map(String::as_str)
    }

    /// The single things that were wrong, where Graph names several.
    pub fn details(&self) -> &[ErrorDetail] {
        self.graph().map_or(&[], |graph| graph.details.as_slice())
    }

    /// `request-id`: Graph's id of the request, for Microsoft's support; of its header, or of its error's body.
    pub fn request_id(&self) -> Option<&str> {
        self.header("request-id").or_else(|| self.graph()?.request_id.as_deref())
    }

    /// `client-request-id`: our id of the request, by which Graph's log is searched, too; as Graph gave it back.
    pub fn client_request_id(&self) -> Option<&str> {
        self.header("client-request-id").or_else(|| self.graph()?.client_request_id.as_deref())
    }

    /// How long Graph asks to wait, rounded up to whole seconds; for an HTTP date, counted from the response's `Date`.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3>
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.wait.or_else(|| retry_after(self.headers()?, std::time::SystemTime::now()))
    }

    fn graph(&self) -> Option<&GraphError> {
        self.inner.response.as_ref().map(|response| &response.graph)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers()?.get(name)?.to_str().ok().filter(|text| !text.is_empty())
    }
}

/// One line: the call, and what failed; for a response of Graph's its status, codes and request id.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(call) = &self.inner.call {
            write!(f, "{call}: ")?;
        }
        write!(f, "{}", self.problem())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.inner.kind)
            .field("message", &format_args!("{self}"))
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as _)
    }
}
