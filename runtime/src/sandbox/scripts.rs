//! Responses one after the other, as a script has them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{SandboxBuilder, SandboxEndpoint, SandboxError};

impl SandboxBuilder {
    /// Responds to the first request of an endpoint with the first of these, to the second with the second, and so on; to
    /// all that come after with the last. With none it is a 500 that says so. [`Sandbox::reset`](super::Sandbox::reset) begins
    /// with the first again.
    ///
    /// ```
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::sandbox::{Sandbox, SandboxError};
    ///
    /// #[graph_type("microsoft.graph.plannerTask")]
    /// #[derive(Clone, Debug, PartialEq)]
    /// struct Task { percent_complete: i32 }
    ///
    /// #[graph_endpoint(GET, "/planner/tasks/{id}", response = Task)]
    /// struct GetTask { id: String }
    ///
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let gone = SandboxError::new(404, "itemNotFound", "There is no such task.");
    /// let sandbox = Sandbox::builder()
    ///     .on_sequence::<GetTask>([Ok(Task { percent_complete: 50 }), Ok(Task { percent_complete: 100 }), Err(gone)])
    ///     .start()
    ///     .await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// let get = GetTask { id: "t1".into() };
    /// assert_eq!(client.send(&get).await?.percent_complete, 50);
    /// assert_eq!(client.send(&get).await?.percent_complete, 100);
    /// assert!(client.send(&get).await.unwrap_err().is_not_found());
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn on_sequence<E>(
        mut self,
        responses: impl IntoIterator<Item = Result<E::Response, SandboxError>>,
    ) -> Self
    where
        E: SandboxEndpoint,
        E::Response: Clone + Send + Sync + 'static,
    {
        let responses: Vec<_> = responses.into_iter().collect();
        let next = Arc::new(AtomicUsize::new(0));
        self.routes.sequences.push(Arc::clone(&next));
        self.on(move |_: E| {
            let index = next.fetch_add(1, Ordering::Relaxed).min(responses.len().saturating_sub(1));
            let response = responses.get(index).cloned();
            std::future::ready(
                response.unwrap_or_else(|| Err(SandboxError::handler("the sequence of responses is empty"))),
            )
        })
    }
}
