//! JSON batching: up to 20 requests in one, each with its own result.
//!
//! Data goes one way: requests -> `item` (what an item is made of) -> `plan` (which travel together) -> `exchange` (over
//! the wire, and again what Graph was too busy for) -> `response` (taken apart) -> the typed result of each.
//! <https://learn.microsoft.com/graph/json-batching>

mod all;
mod coalesce;
mod exchange;
mod future;
mod item;
mod plan;
mod redirected;
mod responses;
mod sequence;
mod tuple;

use http::Method;
use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinSet};

pub use self::all::BatchAll;
use self::exchange::{Outcome, exchange};
pub use self::future::BatchFuture;
use self::item::Item;
pub use self::sequence::{Batch, BatchItem, BatchResponses};
pub use self::tuple::BatchRequests;
use self::tuple::{BatchReader, BatchWriter};
use crate::client::{Client, success};
use crate::error::{Error, Kind};
use crate::wire::endpoint::IntoEndpoint;
use crate::wire::request::Parts;

/// For the fuzz target.
#[cfg(feature = "__fuzzing")]
pub(crate) fn fuzz(
    response: http::Response<bytes::Bytes>,
    ids: &[&str],
) -> Result<Vec<Result<http::Response<bytes::Bytes>, Error>>, Error> {
    let mut read = responses::Responses::read(response)?;
    Ok(ids.iter().map(|id| read.take(id)).collect())
}

impl Client {
    /// Sends requests together, as one `POST /$batch`, and gives the typed result of each.
    ///
    /// What Graph throttles of it is sent again by itself, after the longest `Retry-After` among it, as single calls are.
    /// More than 20 requests, in a `Vec`, go out in several batches.
    ///
    /// ```
    /// use graph_endpoint::prelude::*;
    ///
    /// #[graph_type("microsoft.graph.user")]
    /// pub struct User {
    ///     display_name: String,
    /// }
    ///
    /// #[graph_endpoint(GET, "/me", response = User)]
    /// pub struct GetMe;
    ///
    /// #[graph_endpoint(PATCH, "/me/messages/<id>")]
    /// pub struct MarkRead {
    ///     id: String,
    ///     is_read: bool,
    /// }
    ///
    /// async fn run(client: &Client) -> Result<(), Error> {
    ///     let mark_read = MarkRead::builder().id("AAMk").is_read(true);
    ///     let (me, marked) = client.batch((GetMe, mark_read)).await?;
    ///     println!("{}", me?.display_name);
    ///     marked
    /// }
    /// ```
    ///
    /// # Errors
    /// The outer one is the batch's: nothing was sent ([`Error::is_build`]: a request that can't be built, a streamed
    /// body, endpoints of several versions; `requests[2]` in its text is the third one), or the batch failed as a whole,
    /// so that no request has a result of its own: the status and the request id of what came instead are those of the
    /// error. The inner ones are the requests'.
    pub fn batch<R: BatchRequests<Responses = T>, T>(&self, requests: R) -> BatchFuture<T> {
        BatchFuture::new(outcomes(self.clone(), written(self, requests)), read::<R>)
    }

    /// Sends any number of requests of one type, 20 to a batch and a few batches at once, as a stream of their results
    /// in the same order.
    ///
    /// `endpoints` is asked for more as results are taken: memory stays constant. A request that can't be built is an
    /// error in its place, and so is each one of a batch that fails as a whole. Dropping the stream calls off what is
    /// in flight.
    ///
    /// ```
    /// use futures_util::TryStreamExt as _;
    /// use graph_endpoint::prelude::*;
    ///
    /// #[graph_endpoint(DELETE, "/groups/<group>/members/<user>/$ref")]
    /// pub struct RemoveMember {
    ///     group: String,
    ///     user: String,
    /// }
    ///
    /// async fn clear(client: &Client, group: &str, users: Vec<String>) -> Result<(), Error> {
    ///     let removals = users.into_iter().map(|user| RemoveMember { group: group.to_owned(), user });
    ///     client.batch_all(removals).try_collect().await
    /// }
    /// ```
    pub fn batch_all<I>(&self, endpoints: I) -> BatchAll<I::IntoIter>
    where
        I: IntoIterator,
        I::Item: IntoEndpoint,
    {
        BatchAll::new(self.clone(), endpoints.into_iter())
    }

    /// A batch to be filled one by one, with requests that depend on each other.
    ///
    /// ```
    /// use graph_endpoint::prelude::*;
    ///
    /// #[graph_endpoint(POST, "/groups", response = Untyped)]
    /// pub struct CreateGroup {
    ///     display_name: String,
    ///     mail_nickname: String,
    ///     mail_enabled: bool,
    ///     security_enabled: bool,
    /// }
    ///
    /// #[graph_endpoint(GET, "/groups/$count", response = u64)]
    /// pub struct CountGroups {
    ///     #[graph(header = "ConsistencyLevel")]
    ///     consistency: String,
    /// }
    ///
    /// async fn run(client: &Client) -> Result<(), Error> {
    ///     let mut batch = client.new_batch();
    ///     let pilots = CreateGroup::builder().display_name("Pilots").mail_nickname("pilots");
    ///     let pilots = pilots.mail_enabled(false).security_enabled(true).build();
    ///     let group = batch.add(&pilots);
    ///     let count = batch.add_after(&group, &CountGroups { consistency: "eventual".into() });
    ///     let mut responses = batch.send().await?;
    ///     let (group, count) = (responses.take(group)?, responses.take(count)?);
    ///     Ok(())
    /// }
    /// ```
    pub fn new_batch(&self) -> Batch {
        Batch::new(self.clone())
    }
}

/// The requests of a batch, each built or not.
pub(crate) fn written<R: BatchRequests>(client: &Client, requests: R) -> Vec<Result<Parts, Error>> {
    let mut writer = BatchWriter::new(client.base_url());
    requests.write(&mut writer);
    writer.requests
}

/// What comes back for them, without their types.
pub(crate) async fn outcomes(
    client: Client,
    requests: Vec<Result<Parts, Error>>,
) -> Result<Vec<Outcome>, Error> {
    let requests = built(requests)?;
    send(&client, &requests, &vec![None; requests.len()]).await
}

/// The typed results.
pub(crate) fn read<R: BatchRequests>(outcomes: Vec<Outcome>) -> R::Responses {
    R::read(&mut BatchReader::new(outcomes))
}

/// The requests, if all of them can be built.
#[inline]
fn built(requests: Vec<Result<Parts, Error>>) -> Result<Vec<Parts>, Error> {
    let named = |(index, request): (usize, Result<_, _>)| request.map_err(|error| of_request(index, error));
    requests.into_iter().enumerate().map(named).collect()
}

/// Says which of the requests it is that keeps the batch from being sent.
#[inline]
fn of_request(index: usize, error: Error) -> Error {
    let (kind, message) = (error.kind(), format!("requests[{index}] of the batch: {}", error.problem()));
    error.named(kind, message)
}

/// Sends requests in as many batches as it takes, side by side. An item's error names the item's call.
async fn send(client: &Client, requests: &[Parts], before: &[Option<usize>]) -> Result<Vec<Outcome>, Error> {
    let outcomes = redirected::follow(client, requests, send_all(client, requests, before).await?).await;
    let names = requests.iter().map(|parts| (&parts.method, parts.template));
    Ok(outcomes.into_iter().zip(names).map(|(outcome, name)| named(client, name, outcome)).collect())
}

/// What became of an item; an error names its call.
#[inline]
fn named(client: &Client, (method, template): (&Method, &'static str), outcome: Outcome) -> Outcome {
    outcome.and_then(success).map_err(|error| error.of_call(&client.call_name(method, template)))
}

async fn send_all(
    client: &Client,
    requests: &[Parts],
    before: &[Option<usize>],
) -> Result<Vec<Outcome>, Error> {
    let batches = plan::plan(before)?;
    let mut items = items(client, requests)?;
    let only_one = batches.len() < 2;
    let mut all: Vec<Option<Outcome>> = items.iter().map(|_| None).collect();
    let mut side_by_side = JoinSet::new();
    for batch in batches {
        let its: Vec<Item> = batch.iter().filter_map(|index| items.get_mut(*index)?.take()).collect();
        let place = |index: usize| batch.iter().position(|other| *other == index);
        let its_before: Vec<Option<usize>> =
            batch.iter().map(|index| before.get(*index).copied().flatten().and_then(place)).collect();
        let outcomes = if only_one {
            exchange(client, &its, &its_before).await?
        } else {
            let (runtime, client) = (runtime(client)?, client.clone());
            let exchange = async move {
                let outcomes = exchange(&client, &its, &its_before).await;
                (batch, outcomes.unwrap_or_else(|error| for_each(its.len(), error)))
            };
            side_by_side.spawn_on(exchange, &runtime);
            continue;
        };
        settle(&mut all, batch, outcomes);
    }
    Ok(joined(all, side_by_side).await)
}

/// All outcomes, once those that come side by side are there.
async fn joined(
    mut all: Vec<Option<Outcome>>,
    mut side_by_side: JoinSet<(Vec<usize>, Vec<Outcome>)>,
) -> Vec<Outcome> {
    while let Some(done) = side_by_side.join_next().await {
        match done {
            Ok((batch, outcomes)) => settle(&mut all, batch, outcomes),
            // The others' outcomes stand.
            Err(end) => drop(ended(end, 0)),
        }
    }
    let unsent = || Err(runtime_ended());
    all.into_iter().map(|outcome| outcome.unwrap_or_else(unsent)).collect()
}

/// The requests as items of batches, all of one version.
#[inline]
fn items(client: &Client, requests: &[Parts]) -> Result<Vec<Option<Item>>, Error> {
    let mut items: Vec<Option<Item>> = Vec::with_capacity(requests.len());
    for (index, parts) in requests.iter().enumerate() {
        let refused =
            |error: Error| of_request(index, error).of_call(&client.call_name(&parts.method, parts.template));
        let item = Item::of(parts, client.base_url()).map_err(refused)?;
        if let Some(Some(first)) = items.first()
            && first.version != item.version
        {
            let problem =
                "requests of several versions of Graph can't travel in one batch; send one for each";
            return Err(refused(Error::build(problem)));
        }
        items.push(Some(item));
    }
    Ok(items)
}

#[inline]
fn settle(all: &mut [Option<Outcome>], batch: Vec<usize>, outcomes: Vec<Outcome>) {
    for (index, outcome) in batch.into_iter().zip(outcomes) {
        if let Some(slot) = all.get_mut(index) {
            *slot = Some(outcome);
        }
    }
}

/// Where several batches run side by side.
#[inline]
fn runtime(client: &Client) -> Result<Handle, Error> {
    crate::client::runtime::current()
        .map_err(|error| error.of_call(&client.call_name(&Method::POST, exchange::TEMPLATE)))
}

/// What became of the requests of a batch whose task ended early. A panic, of a credential say, goes on in the caller,
/// as one in a single call would.
#[inline]
fn ended(end: JoinError, requests: usize) -> Vec<Outcome> {
    match end.try_into_panic() {
        Ok(panic) => std::panic::resume_unwind(panic),
        Err(_) => for_each(requests, runtime_ended()),
    }
}

#[inline]
fn runtime_ended() -> Error {
    Error::new(
        Kind::Transport,
        "the runtime ended while a batch was in flight; the fate of its requests is unknown",
    )
}

/// The same error for each request of a batch.
#[inline]
fn for_each(requests: usize, error: Error) -> Vec<Outcome> {
    (0..requests).map(|_| Err(error.again())).collect()
}
