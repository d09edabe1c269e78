//! How far a transfer has come, told to whoever wants to know.

use std::fmt;

/// How far a transfer has come.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use futures_util::TryStreamExt as _;
/// # use graph_endpoint::prelude::*;
/// # use graph_endpoint::{Bytes, sandbox::Sandbox};
/// # #[graph_endpoint(GET, "/me/drive/items/{id}/content", response = Bytes)]
/// # struct GetContent { id: String }
/// # let sandbox = Sandbox::builder().on_download(|_: GetContent| async { Ok("a file") }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// # let content = GetContent { id: "1".into() };
///
/// let done = client
///     .download(&content)
///     .on_progress(|progress| match progress.total {
///         Some(total) => println!("{} of {total} bytes", progress.transferred),
///         None => println!("{} bytes", progress.transferred),
///     })
///     .bytes()
///     .await?;
/// assert_eq!(done.len(), 6);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes that are done, those from before a resumption included.
    pub transferred: u64,
    /// Bytes in all. Of an upload always known; of a download if the service says it.
    pub total: Option<u64>,
}

/// Calls back, if somebody listens.
#[derive(Default)]
pub(super) struct Listener(Option<Box<dyn FnMut(Progress) + Send>>);

impl Listener {
    pub(super) fn new(listen: impl FnMut(Progress) + Send + 'static) -> Self {
        Self(Some(Box::new(listen)))
    }

    #[inline]
    pub(super) fn tell(&mut self, transferred: u64, total: Option<u64>) {
        if let Some(listen) = &mut self.0 {
            listen(Progress { transferred, total });
        }
    }
}

impl fmt::Debug for Listener {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Listener" } else { "nobody" })
    }
}
