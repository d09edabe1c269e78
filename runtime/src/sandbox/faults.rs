//! What goes wrong on purpose, or slowly, so that a test sees what its program does about it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::{SandboxEndpoint, SandboxError};

/// An endpoint, as a declaration names it.
pub(super) struct Name {
    method: http::Method,
    version: &'static str,
    path: &'static str,
}

impl Name {
    fn of<E: SandboxEndpoint>() -> Self {
        Self { method: E::METHOD, version: E::VERSION, path: E::PATH }
    }

    fn is(&self, method: &http::Method, version: &str, path: &str) -> bool {
        (&self.method, self.version, self.path) == (method, version, path)
    }
}

/// How long an endpoint's responses take.
pub(super) struct Delay {
    endpoint: Name,
    pub(super) latency: Duration,
}

impl Delay {
    pub(super) fn of<E: SandboxEndpoint>(latency: Duration) -> Self {
        Self { endpoint: Name::of::<E>(), latency }
    }

    pub(super) fn is_for(&self, method: &http::Method, version: &str, path: &str) -> bool {
        self.endpoint.is(method, version, path)
    }
}

/// An error in place of the next responses of an endpoint.
pub(super) struct Fault {
    endpoint: Name,
    left: AtomicUsize,
    error: SandboxError,
}

impl Fault {
    /// The next `times` responses of that endpoint.
    pub(super) fn of<E: SandboxEndpoint>(times: usize, error: SandboxError) -> Self {
        Self { endpoint: Name::of::<E>(), left: AtomicUsize::new(times), error }
    }

    /// The error, if it is that endpoint's and some are left.
    pub(super) fn strike(&self, method: &http::Method, version: &str, path: &str) -> Option<SandboxError> {
        let is_meant = self.endpoint.is(method, version, path);
        let take = |left: usize| left.checked_sub(1);
        (is_meant && self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok())
            .then(|| self.error.clone())
    }
}
