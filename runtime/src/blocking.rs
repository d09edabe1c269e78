//! The client for programs without async code: the same calls, each waited for.
//!
//! One thread of its own drives the connections of a client and its clones; a call hands its future over and waits for
//! the outcome, so that it works in any thread.
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

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::client::{Answer, IntoCredential};
use crate::endpoint::Endpoint;
use crate::error::{Error, Kind};

/// Calls Microsoft Graph and waits for the answers. Cheap to clone: clones share all that they know.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    driver: Arc<Driver>,
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

    /// The blocking side of a client.
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
    pub fn send<E: Endpoint + ?Sized>(&self, endpoint: &E) -> Result<E::Response, Error>
    where
        E::Response: Send + 'static,
    {
        self.call(endpoint).send()
    }

    /// A call with options of its own; [`Call::send`] sends it.
    pub fn call<E: Endpoint + ?Sized>(&self, endpoint: &E) -> Call<E::Response> {
        Call { call: self.client.send(endpoint), client: self.clone() }
    }

    /// Waits for anything that the async client does: a batch, an upload, an operation.
    ///
    /// # Errors
    /// Those of the future.
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
        Iter { stream: Some(Box::pin(stream)), is_done: false, driver: self.driver.clone() }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// A call that is ready to be sent.
#[derive(Debug)]
#[must_use = "a call is not sent until `send` or `answer` is called"]
pub struct Call<R> {
    call: crate::Call<R>,
    client: Client,
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
    pub fn answer(self) -> Result<Answer<R>, Error> {
        self.client.wait(self.call.answer())
    }
}

/// The items of a stream, waited for one by one.
pub struct Iter<S> {
    stream: Option<Pin<Box<S>>>,
    is_done: bool,
    driver: Arc<Driver>,
}

impl<S> Iter<S> {
    /// The stream, for what it tells beside its items: a [`Delta`](crate::Delta)'s token, the link of a list's next
    /// page. `None` only if the client's thread is gone.
    ///
    /// ```no_run
    /// use graph_endpoint::{blocking, prelude::*};
    ///
    /// #[graph_type("microsoft.graph.user")]
    /// pub struct User {
    ///     id: String,
    /// }
    ///
    /// #[graph_endpoint(GET, "/users/delta", response = Page<User>)]
    /// pub struct UserChanges {}
    ///
    /// fn run(client: &blocking::Client) -> Result<(), Error> {
    ///     let mut changes = client.iter(client.as_async().delta(&UserChanges {}));
    ///     for change in &mut changes {
    ///         let change = change?;
    ///         // apply it
    ///     }
    ///     let token = changes.stream().and_then(|delta| delta.token());
    ///     Ok(())
    /// }
    /// ```
    pub fn stream(&self) -> Option<&S> {
        self.stream.as_deref()
    }
}

impl<S> Iterator for Iter<S>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        if self.is_done {
            return None;
        }
        // The stream travels to the driver's thread and back.
        let mut stream = self.stream.take()?;
        let next = async move {
            let item = std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await;
            (item, stream)
        };
        let (item, stream) = self.driver.run(next).ok()?;
        self.is_done = item.is_none();
        self.stream = Some(stream);
        item
    }
}

impl<S> fmt::Debug for Iter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iter")
    }
}

/// The thread that drives connections and timers. It ends with the last clone of its client.
struct Driver {
    handle: Handle,
    /// Dropping it ends the thread.
    _running: oneshot::Sender<()>,
}

impl Driver {
    fn start() -> Result<Self, Error> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|source| Error::build("no runtime could be started").with_source(source))?;
        let handle = runtime.handle().clone();
        let (running, ended) = oneshot::channel::<()>();
        std::thread::Builder::new()
            .name("graph-endpoint".to_owned())
            .spawn(move || drop(runtime.block_on(ended)))
            .map_err(|source| Error::build("no thread could be started").with_source(source))?;
        Ok(Self { handle, _running: running })
    }

    fn run<F>(&self, future: F) -> Result<F::Output, Error>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let (sender, outcome) = mpsc::sync_channel(1);
        self.handle.spawn(async move { drop(sender.send(future.await)) });
        outcome.recv().map_err(|_| Error::new(Kind::Transport, "the client's thread ended before the call"))
    }
}
