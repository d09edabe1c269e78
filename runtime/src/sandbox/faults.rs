//! What goes wrong on purpose, so that a test sees what its program does about it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::{SandboxBuilder, SandboxEndpoint, SandboxError};

/// An error in place of the next responses of an endpoint.
pub(super) struct Fault {
    method: http::Method,
    version: &'static str,
    path: &'static str,
    left: AtomicUsize,
    error: SandboxError,
}

impl Fault {
    /// The error, if it is that endpoint's and some are left.
    pub(super) fn strike(&self, method: &http::Method, version: &str, path: &str) -> Option<SandboxError> {
        let is_meant = (&self.method, self.version, self.path) == (method, version, path);
        let take = |left: usize| left.checked_sub(1);
        (is_meant && self.left.try_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok())
            .then(|| self.error.clone())
    }
}

impl SandboxBuilder {
    /// The first `times` requests of an endpoint get this error, then its handler is asked. Said again, another error
    /// comes after the first.
    ///
    /// ```
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::sandbox::{Sandbox, SandboxError};
    /// use std::time::Duration;
    ///
    /// #[graph_endpoint(GET, "/users/{id}/displayName", response = String)]
    /// struct GetName { id: String }
    ///
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder()
    ///     .on(|_: GetName| async { "Adele".to_owned() })
    ///     .fail_first::<GetName>(2, SandboxError::throttled(Duration::ZERO))
    ///     .start()
    ///     .await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// // The client comes back by itself.
    /// assert_eq!(client.send(&GetName { id: "1".into() }).await?, "Adele");
    /// assert_eq!(sandbox.requests().len(), 3);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn fail_first<E: SandboxEndpoint>(mut self, times: usize, error: SandboxError) -> Self {
        self.routes.faults.push(Fault {
            method: E::METHOD,
            version: E::VERSION,
            path: E::PATH,
            left: AtomicUsize::new(times),
            error,
        });
        self
    }

    /// How long each response takes at least.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.routes.latency = latency;
        self
    }
}
