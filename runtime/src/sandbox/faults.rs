//! What goes wrong on purpose, or slowly, so that a test sees what its program does about it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::route::{Match, match_path};
use super::{SandboxEndpoint, SandboxError};

/// The requests of an endpoint, whether or not it has a handler, and however its path is spelt: `/users/<id>` is
/// `/users/{user-id}`.
pub(super) struct Target {
    method: http::Method,
    version: &'static str,
    route: &'static str,
}

impl Target {
    fn of<E: SandboxEndpoint>() -> Self {
        Self { method: E::METHOD, version: E::VERSION, route: E::ROUTE }
    }

    /// `None` for a request of another endpoint.
    pub(super) fn matched(&self, method: &http::Method, path: &str) -> Option<Match> {
        (self.method == *method).then(|| match_path(path, self.version, self.route)).flatten()
    }
}

/// How long an endpoint's responses take.
pub(super) struct Delay {
    pub(super) target: Target,
    pub(super) latency: Duration,
}

impl Delay {
    pub(super) fn of<E: SandboxEndpoint>(latency: Duration) -> Self {
        Self { target: Target::of::<E>(), latency }
    }
}

/// An error in place of some responses: of an endpoint, or of the URLs that transfers use.
pub(super) struct Fault {
    /// `None` for transfers.
    pub(super) target: Option<Target>,
    after: usize,
    times: usize,
    /// How many are let through before.
    passed: AtomicUsize,
    left: AtomicUsize,
    error: SandboxError,
}

impl Fault {
    /// The next `times` responses of that endpoint, once `after` have been let through.
    pub(super) fn of<E: SandboxEndpoint>(after: usize, times: usize, error: SandboxError) -> Self {
        Self::at(Some(Target::of::<E>()), after, times, error)
    }

    /// Likewise of the URLs of uploads and downloads.
    pub(super) fn of_transfers(after: usize, times: usize, error: SandboxError) -> Self {
        Self::at(None, after, times, error)
    }

    fn at(target: Option<Target>, after: usize, times: usize, error: SandboxError) -> Self {
        let (passed, left) = (AtomicUsize::new(after), AtomicUsize::new(times));
        Self { target, after, times, passed, left, error }
    }

    /// The error, if its turn has come with this response.
    pub(super) fn strike(&self) -> Option<SandboxError> {
        let take = |count: &AtomicUsize| {
            count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
        };
        (!take(&self.passed) && take(&self.left)).then(|| self.error.clone())
    }

    /// As at the begin.
    pub(super) fn reset(&self) {
        self.passed.store(self.after, Ordering::Relaxed);
        self.left.store(self.times, Ordering::Relaxed);
    }

    /// Lets through whatever comes.
    pub(super) fn clear(&self) {
        self.left.store(0, Ordering::Relaxed);
    }
}
