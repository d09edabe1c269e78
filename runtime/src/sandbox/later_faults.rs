//! Faults that come later than with the first request, and where no declared endpoint is.

use super::faults::Fault;
use super::{SandboxBuilder, SandboxEndpoint, SandboxError};

impl SandboxBuilder {
    /// Like [`fail_first`](Self::fail_first), for `times` requests of the endpoint after the first `after` ones: with 1 the
    /// second page of a list fails. A request that gets the error of a fault that was added before isn't counted.
    ///
    /// ```
    /// # use graph_endpoint::prelude::*;
    /// # use graph_endpoint::sandbox::{Sandbox, SandboxError};
    /// # use std::time::Duration;
    /// # #[graph_type("microsoft.graph.user")]
    /// # #[derive(Clone)]
    /// # struct User { id: String }
    /// # #[graph_endpoint(GET, "/users", response = Page<User>)]
    /// # struct ListUsers {}
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use futures_util::TryStreamExt;
    /// let users = ["a", "b", "c"].map(|id| User { id: id.into() }).to_vec();
    /// let sandbox = Sandbox::builder()
    ///     .on_pages::<ListUsers, _>(users, 1)
    ///     .fail_after::<ListUsers>(1, 1, SandboxError::throttled(Duration::ZERO))
    ///     .start()
    ///     .await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// let users: Vec<User> = client.items(&ListUsers {}).try_collect().await?;
    /// assert_eq!((users.len(), sandbox.requests().len()), (3, 4));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn fail_after<E: SandboxEndpoint>(self, after: usize, times: usize, error: SandboxError) -> Self {
        self.routes.add_fault(Fault::of::<E>(after, times, error));
        self
    }

    /// Like [`fail_after`](Self::fail_after), for requests to the URLs of upload sessions and downloads, all of a sandbox's
    /// counted together: the error comes in place of a session's state or a file's bytes, and of a slice nothing is taken.
    ///
    /// ```
    /// # use graph_endpoint::prelude::*;
    /// # use graph_endpoint::{Bytes, sandbox::{Sandbox, SandboxError}};
    /// # #[graph_endpoint(GET, "/me/drive/items/<id>/content", response = Bytes)]
    /// # struct GetContent { id: String }
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let gone = SandboxError::new(404, "itemNotFound", "The link has expired.");
    /// let sandbox = Sandbox::builder()
    ///     .on_download(|_: GetContent| async { Ok("a file") })
    ///     .fail_transfers_after(1, 1, gone)
    ///     .start()
    ///     .await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// let get = GetContent { id: "1".into() };
    /// assert_eq!(client.send(&get).await?, "a file");
    /// assert!(client.send(&get).await.unwrap_err().is_not_found());
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn fail_transfers_after(self, after: usize, times: usize, error: SandboxError) -> Self {
        self.routes.add_fault(Fault::of_transfers(after, times, error));
        self
    }
}
