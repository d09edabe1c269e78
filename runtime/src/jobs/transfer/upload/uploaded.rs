//! The end of an upload.

use std::fmt;

use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, Response, StatusCode};
use serde::de::DeserializeOwned;

use crate::error::{CallName, Error};
use crate::wire::response::decode_json;

/// The end of an upload: the service's last response.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_endpoint::UploadSession;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
/// struct CreateUploadSession { path: String }
/// #[graph_type("microsoft.graph.driveItem")]
/// struct DriveItem { name: String, size: usize }
/// # let sandbox = Sandbox::builder()
/// #     .on_upload(|create: CreateUploadSession, content| async move {
/// #         Ok(DriveItem { name: create.path, size: content.len() })
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// let create = CreateUploadSession { path: "notes.txt".into() };
///
/// let uploaded = client.upload(&create, vec![7; 1000]).await?;
/// let item: DriveItem = uploaded.item()?;
/// assert_eq!((item.name.as_str(), item.size), ("notes.txt", 1000));
/// println!("{}, {:?}", uploaded.status(), uploaded.location());
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
pub struct Uploaded {
    response: Response<Bytes>,
    /// What its errors name.
    call: Option<CallName>,
}

impl Uploaded {
    pub(super) fn new(response: Response<Bytes>) -> Self {
        Self { response, call: None }
    }

    /// Its errors name that call.
    #[inline]
    pub(super) fn of_call(self, call: Option<CallName>) -> Self {
        Self { call, ..self }
    }

    /// The finished item, as a type of your choice. For an `Option` it is `None` where the response has no body.
    ///
    /// # Errors
    /// [`Error::is_decode`] when the response is not of that type; Outlook's has no body, only a
    /// [`location`](Self::location).
    pub fn item<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let item = decode_json(self.response.clone());
        item.map_err(|error| self.call.iter().fold(error, Error::of_call))
    }

    /// 200 or 201; 202 if everything is there and the session was created with `deferCommit`: the item appears with
    /// [`Client::commit_upload`](crate::Client::commit_upload).
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// `Location`: where the item is, if the service says it.
    #[inline]
    pub fn location(&self) -> Option<&str> {
        self.headers().get(LOCATION)?.to_str().ok()
    }

    /// All headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }
}

impl fmt::Debug for Uploaded {
    /// Shows the status, never the item.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uploaded").field("status", &self.status()).finish_non_exhaustive()
    }
}
