//! The start of an operation: the call that is answered with the URL of its monitor, or with the result at once.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use http::StatusCode;

use super::{Operation, OperationOutcome, OperationStatus};
use crate::client::{Client, success};
use crate::error::{CallName, Error, Kind, retry_after};
use crate::wire::request::Parts;
use crate::wire::response::{Accepted, FromResponse as _, undisguised};

/// The start of an operation, made by [`Client::operation`].
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
/// let operation = client.operation(&copy).await?; // sent here
/// assert!(operation.monitor_url().is_some_and(|url| url.ends_with("/monitor")));
/// # drop(operation.monitor_url().map(str::to_owned));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "a call is not sent until it is awaited"]
pub struct OperationCall {
    pub(super) client: Client,
    pub(super) request: Result<Parts, Error>,
    pub(super) version: &'static str,
    pub(super) template: &'static str,
    pub(super) call: CallName,
}

impl OperationCall {
    async fn start(self) -> Result<Operation, Error> {
        let call = self.call.clone();
        self.begin().await.map_err(|error| error.of_call(&call))
    }

    async fn begin(self) -> Result<Operation, Error> {
        let response = undisguised(success(self.client.fetch(self.request?).await?)?)?;
        if response.status() != StatusCode::ACCEPTED {
            let mut operation = Operation::new(self.client, self.template, self.call, self.version);
            let status = OperationStatus::read(response.body());
            operation.done = Some(OperationOutcome::new(operation.place(), status, response));
            return Ok(operation);
        }
        let wait = retry_after(response.headers(), self.client.environment().date());
        let accepted = Accepted::from_response(response)?;
        let monitor = accepted
            .monitor()
            .map(|monitor| absolute(monitor, self.client.base_url(), self.version))
            .ok_or_else(|| Error::new(Kind::Decode, "202 without the URL of a monitor"))?;
        let operation = Operation::new(self.client, self.template, self.call, self.version);
        Ok(Operation { monitor: Some(monitor), wait, ..operation })
    }
}

/// Teams gives locations below the version: `/teams('1')/operations('2')`.
#[inline]
pub(super) fn absolute(location: &str, base: &str, version: &str) -> String {
    let Some(path) = location.strip_prefix('/').filter(|path| !path.starts_with('/')) else {
        return location.to_owned();
    };
    match path.split('/').next() {
        Some("v1.0" | "beta") => format!("{base}/{path}"),
        _ => format!("{base}/{version}/{path}"),
    }
}

impl IntoFuture for OperationCall {
    type Output = Result<Operation, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.start())
    }
}

impl fmt::Debug for OperationCall {
    /// Shows the path as declared, never a value.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OperationCall").field("path", &self.template).finish_non_exhaustive()
    }
}
