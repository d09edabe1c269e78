//! What reached the sandbox and what it responded, for assertions.

use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri, request};

use super::SandboxEndpoint;
use crate::error::Error;

/// A request that reached a [`Sandbox`](super::Sandbox), and the response that it got.
///
/// Its `Debug` shows method, path and status only.
///
/// ```
/// # #[cfg(all(feature = "client", feature = "sandbox"))]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use graph_endpoint::prelude::*;
/// # use graph_endpoint::sandbox::Sandbox;
/// # #[graph_endpoint(GET, "/me/displayName/$value", response = String)]
/// # struct GetName {}
/// # let sandbox = Sandbox::builder().on(|_: GetName| async { "Adele".to_owned() }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// client.send(&GetName {}).await?;
/// let request = &sandbox.requests()[0];
/// assert_eq!((request.method().as_str(), request.path()), ("GET", "/v1.0/me/displayName/$value"));
/// assert!(request.header("client-request-id").is_some());
/// let GetName {} = request.read()?; // back to the declared struct
/// # Ok(())
/// # }
/// # #[cfg(not(all(feature = "client", feature = "sandbox")))]
/// # fn main() {}
/// ```
#[derive(Clone)]
pub struct RecordedRequest {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    /// Shared by all clones: it comes later.
    response: Arc<OnceLock<RecordedResponse>>,
}

/// What a [`RecordedRequest`] got. Its `Debug` shows the status only.
///
/// ```
/// # #[cfg(all(feature = "client", feature = "sandbox"))]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use graph_endpoint::prelude::*;
/// # use graph_endpoint::sandbox::Sandbox;
/// # #[graph_endpoint(GET, "/me/displayName/$value", response = String)]
/// # struct GetName {}
/// # let sandbox = Sandbox::builder().on(|_: GetName| async { "Adele".to_owned() }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// client.send(&GetName {}).await?;
/// let request = &sandbox.requests()[0];
/// let response = request.response().ok_or("no response")?;
/// assert_eq!((response.status().as_u16(), response.body().as_ref()), (200, br#""Adele""#.as_slice()));
/// # Ok(())
/// # }
/// # #[cfg(not(all(feature = "client", feature = "sandbox")))]
/// # fn main() {}
/// ```
#[derive(Clone)]
pub struct RecordedResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// What was in a batch.
    batched: Vec<RecordedRequest>,
}

/// On the way from where a batch is answered to where its response is recorded.
#[derive(Clone)]
pub(super) struct RecordedBatch(pub(super) Vec<RecordedRequest>);

impl RecordedRequest {
    /// A request in a batch.
    pub(super) fn of(request: &Request<Bytes>) -> Self {
        let (head, body) = request.clone().into_parts();
        Self::new(&head, &body)
    }

    pub(super) fn new(head: &request::Parts, body: &Bytes) -> Self {
        Self {
            method: head.method.clone(),
            uri: head.uri.clone(),
            headers: head.headers.clone(),
            body: body.clone(),
            response: Arc::default(),
        }
    }

    /// This is what it got.
    pub(super) fn got(&self, response: &Response<Bytes>) {
        self.response.get_or_init(|| RecordedResponse {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.body().clone(),
            batched: response
                .extensions()
                .get::<RecordedBatch>()
                .map(|batch| batch.0.clone())
                .unwrap_or_default(),
        });
    }

    /// The requests in a `$batch`, in its order, as if each had come alone, with the responses that they got; empty for
    /// any other request, and until the batch has its response. One that can't be read, without a `method` for example,
    /// isn't among them.
    ///
    /// ```
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use graph_endpoint::prelude::*;
    /// # use graph_endpoint::sandbox::Sandbox;
    /// # #[graph_endpoint(POST, "/users/{id}/revokeSignInSessions")]
    /// # struct SignOut { id: String }
    /// # let sandbox = Sandbox::builder().on(|_: SignOut| async {}).start().await?;
    /// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// client.batch((SignOut { id: "a".into() }, SignOut { id: "b".into() })).await?;
    /// let requests = sandbox.requests();
    /// let batched = requests[0].batched();
    /// assert_eq!(batched[1].path(), "/v1.0/users/b/revokeSignInSessions");
    /// assert_eq!(batched[1].response().map(|response| response.status().as_u16()), Some(204));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn batched(&self) -> &[Self] {
        self.response.get().map_or(&[], |response| &response.batched)
    }

    /// The response; `None` while the handler is at it, or when the client went away before it was there.
    pub fn response(&self) -> Option<&RecordedResponse> {
        self.response.get()
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path with its version segment, encoded as it came.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The query string without its `?`, encoded as it came.
    pub fn query(&self) -> Option<&str> {
        self.uri.query()
    }

    /// A header, if it is there and visible ASCII; the first one of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All headers, the token's among them.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, as it came: of JSON the bytes. [`read`](Self::read) gives it typed.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The request as a declared endpoint's value.
    ///
    /// # Errors
    /// As [`SandboxEndpoint::from_http_request`].
    pub fn read<E: SandboxEndpoint>(&self) -> Result<E, Error> {
        E::from_http_request(self.to_http_request())
    }

    fn to_http_request(&self) -> Request<Bytes> {
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        request
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("path", &self.uri.path())
            .field("status", &self.response().map(RecordedResponse::status))
            .finish_non_exhaustive()
    }
}

impl RecordedResponse {
    /// The status, of the handler, a fault or the sandbox itself.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// A header, if it is there and visible ASCII; the first one of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All headers that the handler and the sandbox set.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Debug for RecordedResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedResponse").field("status", &self.status).finish_non_exhaustive()
    }
}
