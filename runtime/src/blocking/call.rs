//! A call of the blocking client, and the last chance to say something about it.

use std::time::Duration;

use super::Client;
use crate::client::typed_response::Response;
use crate::error::Error;

/// A call that is ready to be sent.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/me/displayName/$value", response = String)]
/// struct GetName {}
/// # let sandbox = Sandbox::builder().on(|_: GetName| async { "Adele".to_owned() }).start_on_thread()?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build_blocking()?;
///
/// let response = client.call(&GetName {}).header("Prefer", "return=minimal").response()?;
/// assert_eq!((response.status().as_u16(), response.value().as_str()), (200, "Adele"));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[derive(Debug)]
#[must_use = "a call is not sent until `send` or `response` is called"]
pub struct Call<R> {
    pub(super) call: crate::Call<R>,
    pub(super) client: Client,
}

impl<R: Send + 'static> Call<R> {
    /// As [`crate::Call::timeout`].
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { call: self.call.timeout(timeout), ..self }
    }

    /// As [`crate::Call::idempotent`].
    pub fn idempotent(self) -> Self {
        Self { call: self.call.idempotent(), ..self }
    }

    /// As [`crate::Call::header`].
    pub fn header(self, name: &str, value: &str) -> Self {
        Self { call: self.call.header(name, value), ..self }
    }

    /// As [`crate::Call::client_request_id`].
    pub fn client_request_id(self, id: &str) -> Self {
        Self { call: self.call.client_request_id(id), ..self }
    }

    /// Waits for the typed response.
    ///
    /// # Errors
    /// As [`crate::Call`].
    pub fn send(self) -> Result<R, Error> {
        self.client.wait(self.call)
    }

    /// Waits for the typed response, with the status and the headers.
    ///
    /// # Errors
    /// As [`crate::Call`].
    pub fn response(self) -> Result<Response<R>, Error> {
        self.client.wait(self.call.response())
    }
}
