//! What goes wrong on purpose, so that a test sees what its program does about it.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{SandboxEndpoint, SandboxError};

/// An error in place of the next responses of an endpoint.
pub(super) struct Fault {
    method: http::Method,
    version: &'static str,
    path: &'static str,
    left: AtomicUsize,
    error: SandboxError,
}

impl Fault {
    /// The next `times` responses of that endpoint.
    pub(super) fn of<E: SandboxEndpoint>(times: usize, error: SandboxError) -> Self {
        let left = AtomicUsize::new(times);
        Self { method: E::METHOD, version: E::VERSION, path: E::PATH, left, error }
    }

    /// The error, if it is that endpoint's and some are left.
    pub(super) fn strike(&self, method: &http::Method, version: &str, path: &str) -> Option<SandboxError> {
        let is_meant = (&self.method, self.version, self.path) == (method, version, path);
        let take = |left: usize| left.checked_sub(1);
        (is_meant && self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok())
            .then(|| self.error.clone())
    }
}
