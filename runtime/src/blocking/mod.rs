//! The client for programs without async code: the same calls, each waited for.
//!
//! A client and its clones have a thread that drives their connections; a call hands its future over and waits for the
//! outcome, so that it works in any thread. Callbacks (of progress, say) run in the client's thread; they may use the
//! client themselves. What panics there, a callback or a credential, goes on panicking in the thread that waits for it.
//!
//! Within async code a call works, too, but it blocks the thread that it is made in, as any waiting does.
//!
//! ```no_run
//! use graph_endpoint::prelude::*;
//! use graph_endpoint::{Error, blocking, graph_endpoint};
//!
//! #[graph_endpoint(GET, "/me/displayName/$value", response = String)]
//! struct GetName {}
//!
//! fn main() -> Result<(), Error> {
//!     let client = graph_endpoint::Client::builder().token("a-token").build_blocking()?;
//!     let name = client.send(&GetName {})?;
//!     println!("{name}");
//!     Ok(())
//! }
//! ```

mod call;
mod driver;
mod iter;
mod jobs;

use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;

use futures_core::Stream;

pub use self::call::Call;
use self::driver::Driver;
pub use self::iter::Iter;
use crate::client::{ClientBuilder, IntoCredential};
use crate::error::Error;
use crate::wire::endpoint::{Endpoint, IntoEndpoint};

/// Calls Microsoft Graph and waits for the responses. Cheap to clone: clones share all that they know.
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
/// assert_eq!(client.send(&GetName {})?, "Adele");
///
/// // What has no method here is the async client's; `wait` waits for it.
/// let call = client.as_async().send(&GetName {});
/// assert_eq!(client.wait(call)?, "Adele");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    driver: Arc<Driver>,
}

impl ClientBuilder {
    /// The client for programs without async code.
    ///
    /// # Errors
    /// As [`build`](Self::build), and when no thread can be had.
    pub fn build_blocking(self) -> Result<Client, Error> {
        Client::from_async(self.build()?)
    }
}

impl Client {
    /// A client for the global cloud, with the defaults of [`Client::builder`](crate::Client::builder), whose
    /// `build_blocking` makes one with settings of your own.
    ///
    /// # Errors
    /// [`Error::is_build`] when no thread can be had.
    pub fn new<Kind>(credential: impl IntoCredential<Kind>) -> Result<Self, Error> {
        Self::from_async(crate::Client::new(credential))
    }

    /// The blocking side of a client. Both share their connections: a connection that was made in async code is driven
    /// there, and calls on it can only wait while that code's thread isn't blocked.
    ///
    /// # Errors
    /// [`Error::is_build`] when no thread can be had.
    pub fn from_async(client: crate::Client) -> Result<Self, Error> {
        Ok(Self { client, driver: Arc::new(Driver::start()?) })
    }

    /// The client inside, for what [`wait`](Self::wait) and [`iter`](Self::iter) take.
    pub fn as_async(&self) -> &crate::Client {
        &self.client
    }

    /// Calls an endpoint and waits for the typed response.
    ///
    /// # Errors
    /// As the call that [`crate::Client::send`] makes.
    pub fn send<E: IntoEndpoint>(&self, endpoint: E) -> Result<<E::Endpoint as Endpoint>::Response, Error>
    where
        <E::Endpoint as Endpoint>::Response: Send + 'static,
    {
        self.call(endpoint).send()
    }

    /// A call with options of its own; [`Call::send`] sends it.
    pub fn call<E: IntoEndpoint>(&self, endpoint: E) -> Call<<E::Endpoint as Endpoint>::Response> {
        Call { call: self.client.send(endpoint), client: self.clone() }
    }

    /// Waits for anything that the async client does: an upload, a download, an operation.
    ///
    /// # Errors
    /// Those of the future.
    ///
    /// # Panics
    /// When the future does.
    pub fn wait<F, T>(&self, future: F) -> Result<T, Error>
    where
        F: IntoFuture<Output = Result<T, Error>>,
        F::IntoFuture: Send + 'static,
        T: Send + 'static,
    {
        self.driver.run(future.into_future())?
    }

    /// Goes through a stream of the async client's, item by item: a list over all its pages.
    pub fn iter<S>(&self, stream: S) -> Iter<S>
    where
        S: Stream + Send + 'static,
        S::Item: Send + 'static,
    {
        Iter::new(stream, self.driver.clone())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}
