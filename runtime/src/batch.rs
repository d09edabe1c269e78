//! JSON batching: up to 20 requests in one, each with its own result.
//!
//! Data goes one way: requests -> `item` (what an item is made of) -> `plan` (which travel together) -> `exchange` (over
//! the wire, and again what Graph was too busy for) -> `answer` (taken apart) -> the typed result of each.
//! <https://learn.microsoft.com/graph/json-batching>

mod all;
mod answer;
mod coalesce;
mod exchange;
mod item;
mod plan;
mod sequence;
mod tuple;

use tokio::runtime::Handle;
use tokio::task::JoinSet;

pub use self::all::BatchAll;
pub(crate) use self::coalesce::Coalescer;
use self::exchange::{Outcome, exchange};
use self::item::Item;
pub use self::sequence::{Batch, BatchAnswers, BatchItem};
pub use self::tuple::BatchRequests;
use self::tuple::{BatchReader, BatchWriter};
use crate::client::Client;
use crate::endpoint::Endpoint;
use crate::error::{Error, Kind};
use crate::request::Parts;

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
    ///     let mark_read = MarkRead::builder().id("AAMk").is_read(true).build();
    ///     let (me, marked) = client.batch((GetMe, mark_read)).await?;
    ///     println!("{}", me?.display_name);
    ///     marked
    /// }
    /// ```
    ///
    /// # Errors
    /// The outer one is the batch's: nothing was sent ([`Error::is_build`]: a request that can't be built, a streamed
    /// body, endpoints of several versions), or the batch failed as a whole, so that no request has a result of its own.
    /// The inner ones are the requests'.
    pub fn batch<R: BatchRequests>(
        &self,
        requests: R,
    ) -> impl Future<Output = Result<R::Answers, Error>> + Send + use<R> {
        let mut writer = BatchWriter::new(self.base_url());
        requests.write(&mut writer);
        let (client, requests) = (self.clone(), writer.requests);
        async move {
            let requests = requests.into_iter().collect::<Result<Vec<_>, _>>()?;
            let outcomes = send(&client, &requests, &vec![None; requests.len()]).await?;
            Ok(R::read(&mut BatchReader::new(outcomes)))
        }
    }

    /// Sends any number of requests of one type, 20 to a batch and a few batches at once, as a stream of their results
    /// in the same order.
    ///
    /// `endpoints` is asked for more as results are taken: memory stays constant. A request that can't be built is an
    /// error in its place, and so is each one of a batch that fails as a whole. Dropping the stream calls off what is
    /// under way.
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
        I::Item: Endpoint,
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
    ///     let group = batch.add(&CreateGroup { display_name: "Pilots".into() });
    ///     let count = batch.add_after(&group, &CountGroups { consistency: "eventual".into() });
    ///     let mut answers = batch.send().await?;
    ///     let (group, count) = (answers.take(group)?, answers.take(count)?);
    ///     Ok(())
    /// }
    /// ```
    pub fn new_batch(&self) -> Batch {
        Batch::new(self.clone())
    }
}

/// Sends requests in as many batches as it takes, side by side.
async fn send(client: &Client, requests: &[Parts], before: &[Option<usize>]) -> Result<Vec<Outcome>, Error> {
    let base = client.base_url();
    let mut items: Vec<Option<Item>> =
        requests.iter().map(|parts| Item::of(parts, base).map(Some)).collect::<Result<_, _>>()?;
    let mut versions = items.iter().flatten().map(|item| &item.version);
    if let Some(first) = versions.next()
        && versions.any(|version| version != first)
    {
        return Err(Error::build("requests of several versions of Graph can't travel in one batch"));
    }
    let batches = plan::plan(before)?;
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
            let client = client.clone();
            let exchange = async move {
                let outcomes = exchange(&client, &its, &its_before).await;
                (batch, outcomes.unwrap_or_else(|error| for_each(its.len(), error)))
            };
            side_by_side.spawn_on(exchange, &runtime()?);
            continue;
        };
        settle(&mut all, batch, outcomes);
    }
    while let Some(Ok((batch, outcomes))) = side_by_side.join_next().await {
        settle(&mut all, batch, outcomes);
    }
    let unsent = || Err(Error::new(Kind::Transport, "the runtime ended while a batch was under way"));
    Ok(all.into_iter().map(|outcome| outcome.unwrap_or_else(unsent)).collect())
}

fn settle(all: &mut [Option<Outcome>], batch: Vec<usize>, outcomes: Vec<Outcome>) {
    for (index, outcome) in batch.into_iter().zip(outcomes) {
        if let Some(slot) = all.get_mut(index) {
            *slot = Some(outcome);
        }
    }
}

/// Where several batches run side by side.
fn runtime() -> Result<Handle, Error> {
    Handle::try_current().map_err(|_| Error::build("batches are sent within a tokio runtime"))
}

/// The same error for each request of a batch.
fn for_each(requests: usize, error: Error) -> Vec<Outcome> {
    (0..requests).map(|_| Err(error.again())).collect()
}
