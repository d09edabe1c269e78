//! What reached the sandbox, for assertions.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri, request};

use super::SandboxEndpoint;
use crate::error::Error;

/// A request that reached a [`Sandbox`](super::Sandbox), whatever was answered.
///
/// Its `Debug` shows method and path only.
#[derive(Clone)]
pub struct RecordedRequest {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl RecordedRequest {
    pub(super) fn new(head: &request::Parts, body: &Bytes) -> Self {
        Self {
            method: head.method.clone(),
            uri: head.uri.clone(),
            headers: head.headers.clone(),
            body: body.clone(),
        }
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

    /// All headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
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
            .finish_non_exhaustive()
    }
}
