//! How an operation stands, and what came out of it.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Response};
use serde::de::DeserializeOwned;

use super::status::of_result;
use super::{OperationStatus, absolute};
use crate::client::{Bearer, Client, success};
use crate::error::{CallName, Error, Kind};
use crate::wire::response::decode_json;

/// How an operation stands.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_endpoint::OperationState;
/// use graph_endpoint::prelude::*;
/// # use graph_endpoint::{ValueOf, sandbox::Sandbox};
/// # use std::time::Duration;
///
/// #[graph_endpoint(POST, "/me/drive/items/{id}/copy")]
/// struct CopyItem { id: String, name: String }
/// # #[graph_endpoint(GET, "/monitor", response = ValueOf<String>)]
/// # struct Monitor {}
/// # let sandbox = Sandbox::builder()
/// #     .on(|_: CopyItem| async { http::Response::builder().status(202).header("location", "/monitor").body("").unwrap_or_default() })
/// #     .on(|_: Monitor| async {
/// #         http::Response::new(r#"{"status": "completed", "percentageComplete": 100.0, "resourceId": "01DEF"}"#)
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// let copy = CopyItem { id: "01ABC".into(), name: "copy.docx".into() };
///
/// let mut operation = client.operation(&copy).await?;
/// match operation.poll().await? {
///     OperationState::Running(status) => println!("{:?} %", status.percentage_complete()),
///     OperationState::Done(status) => assert_eq!(status.resource_id(), Some("01DEF")),
///     _ => {}
/// }
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum OperationState {
    /// It isn't done.
    Running(OperationStatus),
    /// It is done; [`Operation::wait`](super::Operation::wait) hands out the outcome at once.
    Done(OperationStatus),
}

/// What is needed to ask for the result.
pub(super) struct Place {
    pub(super) client: Client,
    pub(super) version: &'static str,
    pub(super) template: &'static str,
    pub(super) call: CallName,
}

/// The good end of an operation.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_endpoint::prelude::*;
/// # use graph_endpoint::{ValueOf, sandbox::Sandbox};
/// # use std::time::Duration;
///
/// #[graph_endpoint(POST, "/me/drive/items/{id}/copy")]
/// struct CopyItem { id: String, name: String }
/// # #[graph_endpoint(GET, "/monitor", response = ValueOf<String>)]
/// # struct Monitor {}
/// # let sandbox = Sandbox::builder()
/// #     .on(|_: CopyItem| async { http::Response::builder().status(202).header("location", "/monitor").body("").unwrap_or_default() })
/// #     .on(|_: Monitor| async {
/// #         http::Response::new(r#"{"status": "completed", "percentageComplete": 100.0, "resourceId": "01DEF"}"#)
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// let copy = CopyItem { id: "01ABC".into(), name: "copy.docx".into() };
///
/// #[graph_type] struct Done { percentage_complete: f64 }
///
/// let outcome = client.operation(&copy).await?.wait().await?;
/// assert_eq!(outcome.status().text(), Some("completed"));
/// let done: Done = outcome.item()?; // the body that ended it
/// assert_eq!(done.percentage_complete, 100.0);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
pub struct OperationOutcome {
    place: Place,
    status: OperationStatus,
    response: Response<Bytes>,
}

impl OperationOutcome {
    pub(super) fn new(place: Place, status: OperationStatus, response: Response<Bytes>) -> Self {
        Self { place, status, response }
    }

    /// What the monitor said last: the id and the place of what was made, among others.
    pub fn status(&self) -> &OperationStatus {
        &self.status
    }

    /// The last response, as a type of your choice: the result, where the monitor gives way to it, or else what the monitor
    /// said. For an `Option` it is `None` where the response has no body.
    ///
    /// # Errors
    /// [`Error::is_decode`] when the response is not of that type.
    pub fn item<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode_json(self.response.clone()).map_err(|error| error.of_call(&self.place.call))
    }

    /// Gets what the operation made from its [`resource_location`](OperationStatus::resource_location). The token goes
    /// there only if it is on the client's own host.
    ///
    /// # Errors
    /// [`Error::is_decode`] when the monitor named no such place, or what is there is not of that type; otherwise what
    /// the service answers.
    pub fn resource<T: DeserializeOwned>(&self) -> impl Future<Output = Result<T, Error>> + Send + use<T> {
        let Place { client, version, template, call } = &self.place;
        let (client, call) = (client.clone(), call.clone());
        let request = match self.status.resource_location() {
            Some(location) => {
                let url = absolute(location, client.base_url(), version);
                client.link(Method::GET, &url, template, "the URL of the operation's result", Bearer::AtHome)
            }
            None => Err(Error::new(Kind::Decode, "the monitor said nothing about where the result is")),
        };
        async move {
            let get = async || {
                let result = client.fetch(request?).await.and_then(success);
                decode_json(result.map_err(of_result)?)
            };
            get().await.map_err(|error: Error| error.of_call(&call))
        }
    }

    /// All headers of the last response.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }
}

impl fmt::Debug for OperationOutcome {
    /// Shows the status, never the result.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationOutcome").field("status", &self.status).finish_non_exhaustive()
    }
}
