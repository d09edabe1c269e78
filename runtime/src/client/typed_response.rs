//! A response with its status and headers, for callers who need more than the value.

use std::fmt;
use std::time::{Duration, SystemTime};

use http::header::{ETAG, LOCATION};
use http::{HeaderMap, HeaderName, StatusCode};

use crate::error::retry_after;

/// A 2xx response: the typed value, the status and the headers.
///
/// ```no_run
/// # use graph_endpoint::{Client, Endpoint, Error};
/// # async fn run<E: Endpoint<Response = String>>(client: Client, get_me: E) -> Result<(), Error> {
/// let response = client.send(&get_me).response().await?;
/// println!("{} {:?}", response.status(), response.request_id());
/// let value = response.into_value();
/// # Ok(()) }
/// ```
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    value: T,
}

impl<T> Response<T> {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, value: T) -> Self {
        Self { status, headers, value }
    }

    /// The typed value, as the call without [`response`](crate::Call::response) would have given it.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The typed value, taken out.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The status: 200, 201, 202 or 204, say.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers, each as it came.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// `ETag`, verbatim, to be sent back as `If-Match`. <https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3>
    pub fn etag(&self) -> Option<&str> {
        self.text(ETAG)
    }

    /// `Location`: what was created, or where an operation can be watched.
    pub fn location(&self) -> Option<&str> {
        self.text(LOCATION)
    }

    /// `request-id`: Graph's name for this call, which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.text(HeaderName::from_static("request-id"))
    }

    /// `client-request-id`: our name for this call, as Graph gave it back.
    pub fn client_request_id(&self) -> Option<&str> {
        self.text(HeaderName::from_static("client-request-id"))
    }

    /// `Retry-After`: how long to wait before looking again, as with `202 Accepted`.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(&self.headers, SystemTime::now())
    }

    fn text(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl<T> fmt::Debug for Response<T> {
    /// Shows the status and the ids, never the value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}
