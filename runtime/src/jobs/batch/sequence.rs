//! A batch that is put together at run time, with requests that depend on each other.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http::Response;

use super::exchange::Outcome;
use super::tuple::decode;
use crate::client::Client;
use crate::error::{CallName, Error};
use crate::wire::endpoint::{Endpoint, IntoEndpoint, to_parts};
use crate::wire::request::Parts;

/// Told apart, so that no batch hands out the responses of another.
static BATCHES: AtomicU64 = AtomicU64::new(0);

/// Requests of any kind and number, put together one by one; made by [`Client::new_batch`].
///
/// ```
/// use graph_endpoint::{ValueOf, prelude::*};
///
/// #[graph_endpoint(GET, "/users/{id}/displayName", response = ValueOf<String>)]
/// struct GetName {
///     id: String,
/// }
///
/// #[graph_endpoint(DELETE, "/users/{id}")]
/// struct DeleteUser {
///     id: String,
/// }
///
/// async fn remove(client: &Client, id: &str) -> Result<String, Error> {
///     let mut batch = client.new_batch();
///     let name = batch.add(&GetName { id: id.into() });
///     // Only once the name was read.
///     let delete = batch.add_after(&name, &DeleteUser { id: id.into() });
///     let mut responses = batch.send().await?;
///     responses.take(delete)?;
///     Ok(responses.take(name)?.value)
/// }
/// ```
#[must_use = "a batch does nothing until it is sent"]
pub struct Batch {
    client: Client,
    number: u64,
    requests: Vec<Result<Parts, Error>>,
    before: Vec<Option<usize>>,
    problem: Option<Error>,
}

/// A request in a [`Batch`], and the key to its result, of type `R`.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use futures_util::TryStreamExt as _;
/// use graph_endpoint::prelude::*;
/// use graph_endpoint::{BatchItem, ValueOf};
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/users/{id}/displayName", response = ValueOf<String>)]
/// struct GetName { id: String }
/// # let sandbox = Sandbox::builder().on(|get: GetName| async { ValueOf::from(get.id) }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let mut batch = client.new_batch();
/// let items: Vec<BatchItem<ValueOf<String>>> =
///     ["a", "b"].map(|id| batch.add(&GetName { id: id.into() })).into_iter().collect();
/// let mut responses = batch.send().await?;
/// for item in items {
///     println!("{}", responses.take(item)?.value);
/// }
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
pub struct BatchItem<R> {
    batch: u64,
    index: usize,
    decode: fn(Response<Bytes>) -> Result<R, Error>,
    call: CallName,
}

impl Batch {
    pub(super) fn new(client: Client) -> Self {
        let number = BATCHES.fetch_add(1, Ordering::Relaxed);
        Self { client, number, requests: Vec::new(), before: Vec::new(), problem: None }
    }

    /// Adds a request.
    pub fn add<E: IntoEndpoint>(&mut self, endpoint: E) -> BatchItem<<E::Endpoint as Endpoint>::Response> {
        self.requests.push(to_parts(&endpoint.into_endpoint(), self.client.base_url()));
        self.before.push(None);
        let (index, call) =
            (self.requests.len() - 1, self.client.call_name(&E::Endpoint::METHOD, E::Endpoint::PATH));
        BatchItem { batch: self.number, index, decode: E::Endpoint::decode, call }
    }

    /// Adds a request that is carried out after `before`, and only if that succeeds; otherwise its result is an error
    /// with the status 424.
    ///
    /// Graph takes requests in a row, each after the one before, or several after the same one, and at most 20 of
    /// them; anything else is an error of [`send`](Self::send) before anything is sent. Two such rows can't travel together:
    /// each is a batch of its own, so that ten pairs are ten. Where the second steps can wait for all of the first, two
    /// batches are two.
    /// <https://learn.microsoft.com/graph/json-batching#sequencing-requests-with-the-dependson-property>
    pub fn add_after<E: IntoEndpoint, R>(
        &mut self,
        before: &BatchItem<R>,
        endpoint: E,
    ) -> BatchItem<<E::Endpoint as Endpoint>::Response> {
        let item = self.add(endpoint);
        if before.batch == self.number {
            if let Some(slot) = self.before.last_mut() {
                *slot = Some(before.index);
            }
        } else {
            let problem = Error::build("the request depends on one of another batch");
            self.problem = Some(super::of_request(item.index, problem));
        }
        item
    }

    /// How many requests there are.
    pub fn len(&self) -> usize {
        self.requests.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty()
    }

    /// Sends the requests, 20 at a time; those that depend on each other stay together.
    ///
    /// # Errors
    /// When nothing could be sent ([`Error::is_build`]: a request that can't be built or can't travel in a batch,
    /// dependencies that Graph doesn't take), or when the one batch that it takes fails as a whole. Of several batches
    /// each request of a failed one has that error as its result.
    pub fn send(self) -> impl Future<Output = Result<BatchResponses, Error>> + Send + use<> {
        let Self { client, number, requests, before, problem } = self;
        async move {
            if let Some(problem) = problem {
                return Err(problem);
            }
            let requests = super::built(requests)?;
            let outcomes = super::send(&client, &requests, &before).await?;
            Ok(BatchResponses { number, outcomes: outcomes.into_iter().map(Some).collect() })
        }
    }
}

/// The results of a [`Batch`].
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use futures_util::TryStreamExt as _;
/// use graph_endpoint::ValueOf;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/users/{id}/displayName", response = ValueOf<String>)]
/// struct GetName { id: String }
/// # let sandbox = Sandbox::builder().on(|get: GetName| async { ValueOf::from(get.id) }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let mut batch = client.new_batch();
/// let (known, nameless) = (batch.add(&GetName { id: "adele".into() }), batch.add(&GetName { id: String::new() }));
/// # drop(nameless);
/// # let mut batch = client.new_batch();
/// # let known = batch.add(&GetName { id: "adele".into() });
/// let mut responses = batch.send().await?; // an error here is one of the batch itself
/// assert_eq!(responses.take(known)?.value, "adele"); // an error here is this request's
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
pub struct BatchResponses {
    number: u64,
    outcomes: Vec<Option<Outcome>>,
}

impl BatchResponses {
    /// The result of a request.
    ///
    /// # Errors
    /// The request's own; [`Error::is_build`] for a request of another batch.
    pub fn take<R>(&mut self, item: BatchItem<R>) -> Result<R, Error> {
        if item.batch != self.number {
            return Err(Error::build("this request is one of another batch"));
        }
        decode(self.outcomes.get_mut(item.index).and_then(Option::take), item.decode, || item.call)
    }
}

impl fmt::Debug for Batch {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("requests", &self.requests.len()).finish_non_exhaustive()
    }
}

impl<R> fmt::Debug for BatchItem<R> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BatchItem").field(&self.index).finish()
    }
}

impl fmt::Debug for BatchResponses {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchResponses").field("requests", &self.outcomes.len()).finish_non_exhaustive()
    }
}
