//! Any number of requests of one type as a stream of results: 20 to a batch, a few batches at once.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future as _;
use std::iter::Fuse;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::task::JoinHandle;

use super::exchange::Outcome;
use super::plan::MOST;
use super::tuple::decode;
use crate::client::Client;
use crate::error::{CallName, Error, Kind};
use crate::wire::endpoint::{Endpoint, IntoEndpoint, to_parts};
use crate::wire::request::Parts;

/// How many batches are in flight at once: as many requests as Outlook carries out at once for an app and a mailbox.
const PARALLEL: usize = 4;

/// The results of many requests, in their order; made by [`Client::batch_all`].
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt as _;
/// use graph_endpoint::ValueOf;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/users/{id}/displayName", response = ValueOf<String>)]
/// struct GetName { id: String }
/// # let sandbox = Sandbox::builder().on(|get: GetName| async { ValueOf::from(get.id) }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let requests = (0..50).map(|id| GetName { id: id.to_string() });
/// let names: Vec<ValueOf<String>> = client.batch_all(requests).parallel(2).try_collect().await?;
/// assert_eq!((names.len(), names[49].value.as_str()), (50, "49")); // in the order of the requests
/// # assert_eq!(sandbox.requests().len(), 3);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct BatchAll<I: Iterator> {
    client: Client,
    requests: Fuse<I>,
    parallel: usize,
    in_flight: VecDeque<InFlight>,
    current: std::vec::IntoIter<Outcome>,
    /// There was no runtime to send with: nothing comes any more.
    is_over: bool,
}

/// A batch in flight, of that many requests; dropping it calls it off.
struct InFlight {
    task: JoinHandle<Vec<Outcome>>,
    requests: usize,
}

impl Drop for InFlight {
    #[inline]
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl<I> BatchAll<I>
where
    I: Iterator,
    I::Item: IntoEndpoint,
{
    pub(super) fn new(client: Client, requests: I) -> Self {
        Self {
            client,
            requests: requests.fuse(),
            parallel: PARALLEL,
            in_flight: VecDeque::new(),
            current: Vec::new().into_iter(),
            is_over: false,
        }
    }

    /// How many batches are in flight at once: 4 if not set, at least 1. The client's
    /// [`max_concurrency`](crate::ClientBuilder::max_concurrency) holds besides.
    pub fn parallel(self, batches: usize) -> Self {
        Self { parallel: batches.max(1), ..self }
    }

    /// Sends for the next batch; `false` if there is none.
    fn start(&mut self) -> Result<bool, Error> {
        let runtime = super::runtime(&self.client)?;
        let base = self.client.base_url().to_owned();
        let requests: Vec<Result<Parts, Error>> = self
            .requests
            .by_ref()
            .take(MOST)
            .map(|request| to_parts(&request.into_endpoint(), &base))
            .collect();
        if requests.is_empty() {
            return Ok(false);
        }
        let (client, length) = (self.client.clone(), requests.len());
        let task = runtime.spawn(async move { outcomes(&client, requests).await });
        self.in_flight.push_back(InFlight { task, requests: length });
        Ok(true)
    }
}

/// A request that can't be built is an error for itself; a batch that fails as a whole one for all its requests.
async fn outcomes(client: &Client, requests: Vec<Result<Parts, Error>>) -> Vec<Outcome> {
    let (mut good, mut sent) = (Vec::new(), Vec::new());
    let mut problems = Vec::new();
    for request in requests {
        let request = request.and_then(|parts| {
            let item = super::item::Item::of(&parts, client.base_url());
            let named = |error: Error| error.of_call(&client.call_name(&parts.method, parts.template));
            Ok((item.map_err(named)?, parts))
        });
        match request {
            Ok((item, parts)) => {
                good.push(item);
                sent.push(parts);
                problems.push(None);
            }
            Err(problem) => problems.push(Some(problem)),
        }
    }
    let none = vec![None; good.len()];
    let outcomes = match good.is_empty() {
        true => Vec::new(),
        false => super::exchange::exchange(client, &good, &none)
            .await
            .unwrap_or_else(|error| super::for_each(good.len(), error)),
    };
    let mut responses = super::redirected::follow(client, &sent, outcomes)
        .await
        .into_iter()
        .zip(&good)
        .map(|(outcome, item)| super::named(client, item.name(), outcome));
    let without_response =
        || Err(Error::new(Kind::Decode, "the batch has no response left for this request"));
    problems
        .into_iter()
        .map(|problem| problem.map_or_else(|| responses.next().unwrap_or_else(without_response), Err))
        .collect()
}

/// What an iterator's items become.
type EndpointOf<I> = <<I as Iterator>::Item as IntoEndpoint>::Endpoint;

impl<I> Stream for BatchAll<I>
where
    I: Iterator,
    I::Item: IntoEndpoint,
{
    type Item = Result<<EndpointOf<I> as Endpoint>::Response, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let all = self.get_mut();
        loop {
            if let Some(outcome) = all.current.next() {
                let call =
                    || CallName::new(&<EndpointOf<I> as Endpoint>::METHOD, <EndpointOf<I> as Endpoint>::PATH);
                return Poll::Ready(Some(decode(Some(outcome), <EndpointOf<I> as Endpoint>::decode, call)));
            }
            while !all.is_over && all.in_flight.len() < all.parallel {
                match all.start() {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        all.is_over = true;
                        all.in_flight.clear();
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
            let Some(first) = all.in_flight.front_mut() else { return Poll::Ready(None) };
            let requests = first.requests;
            let Poll::Ready(outcomes) = Pin::new(&mut first.task).poll(context) else { return Poll::Pending };
            all.in_flight.pop_front();
            all.current = outcomes.unwrap_or_else(|end| super::ended(end, requests)).into_iter();
        }
    }
}

/// The fields are moved freely: nothing points into them.
impl<I: Iterator> Unpin for BatchAll<I> {}

impl<I: Iterator> fmt::Debug for BatchAll<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchAll").field("in_flight", &self.in_flight.len()).finish_non_exhaustive()
    }
}
