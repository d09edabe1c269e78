//! The end of a download.

use std::fmt;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::jobs::transfer::version::ContentVersion;

/// The end of a download.
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
/// let done = client.download(&content).to_writer(&mut Vec::new()).await?;
/// assert_eq!(done.length(), 6);
/// println!("{:?}, version {:?}", done.content_type(), done.version().etag);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[derive(Clone)]
pub struct Downloaded {
    pub(super) length: u64,
    pub(super) version: ContentVersion,
    pub(super) headers: HeaderMap,
}

impl Downloaded {
    /// How many bytes there are now, those from before a resumption included.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Which version of the content it is.
    pub fn version(&self) -> &ContentVersion {
        &self.version
    }

    /// `Content-Type`, if the service says it.
    #[inline]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The headers of the response with the last bytes.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

impl fmt::Debug for Downloaded {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Downloaded").field("length", &self.length).finish_non_exhaustive()
    }
}
