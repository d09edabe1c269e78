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

/// An error in place of some responses: of an endpoint, or of the URLs that transfers use.
pub(super) struct Fault {
    /// `None` for transfers.
    endpoint: Option<Name>,
    /// How many are let through before.
    passed: AtomicUsize,
    left: AtomicUsize,
    error: SandboxError,
}

impl Fault {
    /// The next `times` responses of that endpoint, once `after` have been let through.
    pub(super) fn of<E: SandboxEndpoint>(after: usize, times: usize, error: SandboxError) -> Self {
        Self::at(Some(Name::of::<E>()), after, times, error)
    }

    /// Likewise of the URLs of uploads and downloads.
    pub(super) fn of_transfers(after: usize, times: usize, error: SandboxError) -> Self {
        Self::at(None, after, times, error)
    }

    fn at(endpoint: Option<Name>, after: usize, times: usize, error: SandboxError) -> Self {
        Self { endpoint, passed: AtomicUsize::new(after), left: AtomicUsize::new(times), error }
    }

    /// The error, if it is that endpoint's and its turn has come.
    pub(super) fn strike(&self, method: &http::Method, version: &str, path: &str) -> Option<SandboxError> {
        let is_meant = self.endpoint.as_ref().is_some_and(|endpoint| endpoint.is(method, version, path));
        is_meant.then(|| self.next()).flatten()
    }

    /// The error, if it is that of transfers and its turn has come.
    pub(super) fn strike_transfer(&self) -> Option<SandboxError> {
        self.endpoint.is_none().then(|| self.next()).flatten()
    }

    fn next(&self) -> Option<SandboxError> {
        let take = |count: &AtomicUsize| {
            count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
        };
        (!take(&self.passed) && take(&self.left)).then(|| self.error.clone())
    }
}
