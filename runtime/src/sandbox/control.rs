//! What a test changes while its sandbox runs.

use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use super::faults::Fault;
use super::{Sandbox, SandboxEndpoint, SandboxError};

impl Sandbox {
    /// Begins anew, for the next part of a test: recorded requests are forgotten, the faults that the builder was given
    /// count from the first request again, those of [`fail_next`](Self::fail_next) are gone, the rate budget is unspent,
    /// and each sequence gives its first response.
    ///
    /// What handlers hold in their closures stays, and so do URLs of uploads and downloads.
    ///
    /// ```
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::sandbox::{Sandbox, SandboxError};
    ///
    /// #[graph_endpoint(DELETE, "/users/{id}")]
    /// struct DeleteUser { id: String }
    ///
    /// let sandbox = Sandbox::builder()
    ///     .on(|_: DeleteUser| async {})
    ///     .fail_first::<DeleteUser>(1, SandboxError::new(403, "accessDenied", "Not this one."))
    ///     .start()
    ///     .await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// let delete = DeleteUser { id: "1".into() };
    /// assert!(client.send(&delete).await.is_err());
    /// assert!(client.send(&delete).await.is_ok());
    /// sandbox.reset();
    /// assert!(client.send(&delete).await.is_err());
    /// assert_eq!(sandbox.requests().len(), 1);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn reset(&self) {
        drop(self.take_requests());
        {
            let mut faults = self.routes.faults.write().unwrap_or_else(PoisonError::into_inner);
            faults.truncate(self.routes.faults_at_start);
            faults.iter().for_each(Fault::reset);
        }
        if let Some(budget) = &self.routes.budget {
            budget.reset();
        }
        for sequence in &self.routes.sequences {
            sequence.store(0, Ordering::Relaxed);
        }
    }

    /// The next `times` requests of an endpoint get this error, after what is left of the faults that are there already;
    /// as [`fail_first`](super::SandboxBuilder::fail_first) of a sandbox that runs.
    pub fn fail_next<E: SandboxEndpoint>(&self, times: usize, error: SandboxError) {
        self.routes.add_fault(Fault::of::<E>(0, times, error));
    }

    /// No fault strikes any more, neither of endpoints nor of transfers, until [`fail_next`](Self::fail_next) or
    /// [`reset`](Self::reset).
    pub fn clear_faults(&self) {
        self.routes.faults.read().unwrap_or_else(PoisonError::into_inner).iter().for_each(Fault::clear);
    }
}
