//! What the sandbox keeps under URLs that no declaration has and that carry their own authorization: upload sessions and
//! the places that downloads are redirected to.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderMap, HeaderName, Request, Response};

use super::SandboxError;

pub(super) const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

pub(super) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Responds to requests for one of these URLs.
pub(super) type Resource = Arc<dyn Fn(Request<Bytes>) -> BoxFuture<Response<Bytes>> + Send + Sync>;

/// By path.
#[derive(Default)]
pub(super) struct Hosted {
    resources: Mutex<HashMap<String, Resource>>,
}

impl Hosted {
    /// Puts a resource under a path that nobody guesses, and gives its URL as a request with these headers sees it.
    pub(super) fn add(
        &self,
        kind: &str,
        headers: &HeaderMap,
        resource: Resource,
    ) -> Result<String, SandboxError> {
        let base = base(headers)?;
        let path = format!("/{kind}/{:032x}", fastrand::u128(..));
        let url = format!("{base}{path}");
        self.resources.lock().unwrap_or_else(PoisonError::into_inner).insert(path, resource);
        Ok(url)
    }

    pub(super) fn find(&self, path: &str) -> Option<Resource> {
        self.resources.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }
}

/// The sandbox's root as the client that sent these headers knows it: by https where a proxy in front of the sandbox says
/// so, which clients that follow links by https alone need.
/// <https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Forwarded-Proto>
pub(super) fn base(headers: &HeaderMap) -> Result<String, SandboxError> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host =
        text(HOST).ok_or_else(|| SandboxError::new(400, "BadRequest", "The request has no `Host`."))?;
    let scheme = text(FORWARDED_PROTO).filter(|scheme| *scheme == "https").unwrap_or("http");
    Ok(format!("{scheme}://{host}"))
}
