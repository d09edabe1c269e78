//! Single calls that are made at the same time go as one batch. Opt-in: see
//! [`ClientBuilder::coalesce`](crate::ClientBuilder::coalesce).
//!
//! Nobody should notice. A batch is tried once, and that is the first attempt of each call in it: what is final stands
//! at once; what a single call would try again, follow or renew a token for goes on alone, by the client's policies,
//! with that attempt behind it; and so does a call that the batch brought nothing for, if it wasn't or may be carried
//! out twice. `fate` tells these apart.
//!
//! There is no task in the background that others depend on: each call has a timer of its own, and the first one whose
//! time has come sends all of them. Calls go with those of their own runtime alone, so that one which ends takes
//! nobody else's calls along.

mod fate;
mod queue;

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{CONTENT_ENCODING, RANGE};
use http::{Method, StatusCode};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::Sleep;

use self::fate::Fate;
use self::queue::{GroupKey, Queue, Queued};
use super::exchange::{self, Outcome};
use super::item::Item;
use crate::client::{Client, ClientBuilder, Deadline, SendAlong, Sending, Stage, may_repeat_status, runtime};
use crate::error::{Error, Kind};
use crate::wire::body::Content;
use crate::wire::request::Parts;

/// Larger bodies go alone: a batch has to be written and read as a whole.
const LARGEST_BODY: usize = 64 * 1024;

impl ClientBuilder {
    /// Lets single calls that are made at the same time travel as one batch: the first one waits that long for others
    /// (a few milliseconds), 20 leave at once. A call that is dropped before that is not sent. Calls of one tokio runtime
    /// travel together.
    ///
    /// Each call has the result that it would have had alone. The batch is its first attempt: what a single call would
    /// try again, follow as a redirect or renew the token for goes on alone, while the others have their responses. Where
    /// the service refuses the batch, each goes alone, and so do the next ones for a while if it has no `/$batch`. When the
    /// fate of the batch is unknown, a call that is not [`idempotent`](crate::Call::idempotent) ends with that error. What
    /// a batch can't hide is that its responses come together: as late as the slowest of them.
    ///
    /// Streams, bodies that aren't JSON or are over 64 KiB, calls with credentials of their own (an `Authorization`, a
    /// cookie), with a `Range`, in a pause that Graph asked for, or with a [`timeout`](crate::Call::timeout) within that
    /// time go alone. Not set, every call is a request.
    ///
    /// The headers that a batch's item can have are Graph's business; `client-request-id` names the batch, not the item.
    /// <https://learn.microsoft.com/graph/json-batching>
    #[inline]
    pub fn coalesce(self, window: Duration) -> Self {
        self.send_along(Arc::new(Coalescer { window, queue: Arc::default() }))
    }
}

/// Calls that wait for others.
#[derive(Clone)]
struct Coalescer {
    window: Duration,
    queue: Arc<Queue>,
}

impl SendAlong for Coalescer {
    #[inline]
    fn send(&self, client: Client, parts: Parts) -> Sending {
        let coalescer = self.clone();
        Box::pin(async move { coalescer.call(&client, parts).await })
    }
}

impl Coalescer {
    /// Sends a call along with others. What can't go in a batch goes alone.
    async fn call(&self, client: &Client, mut parts: Parts) -> Outcome {
        let (Ok(home), Some(item)) = (Handle::try_current(), self.item(client, &parts)) else {
            return client.fetch(parts).await;
        };
        let Ok(timer) = runtime::sleep(self.window) else { return client.fetch(parts).await };
        let now = client.environment().now();
        // The time that goes by here is the call's.
        parts.options.began = Some(now);
        let deadline = Deadline::of(&parts, client.deadline(), now);
        let wait_in_queue = pin!(self.wait_in_queue(client, home, item, timer));
        let fate = match deadline.left(now) {
            None => wait_in_queue.await,
            Some(left) => {
                let fate = runtime::within(left, wait_in_queue).await?;
                fate.ok_or_else(|| deadline.ran_out(Stage::Response))?
            }
        };
        match fate {
            Fate::Alone => client.fetch(parts).await,
            Fate::Attempted(Ok(response)) if stands(response.status()) => {
                client.pacing().earn_retry();
                Ok(response)
            }
            Fate::Attempted(Err(error)) if !is_of_the_line(&error) => Err(error),
            Fate::Attempted(outcome) => client.fetch_after(outcome, parts).await,
        }
    }

    /// The item that it would be, if it may be one.
    #[inline]
    fn item(&self, client: &Client, parts: &Parts) -> Option<Item> {
        if !may_be_an_item(client, parts)
            || parts.options.timeout.is_some_and(|timeout| timeout <= self.window)
        {
            return None;
        }
        let item = Item::of(parts, client.base_url()).ok()?;
        // One that has to wait goes alone, so that no stranger waits with it.
        let waits = client.pacing().paused(item.throttled()).is_some()
            || exchange::is_paused(client)
            || self.queue.rests(&item.version, client.environment().now());
        (!waits).then_some(item)
    }

    /// Waits for others, and then for what the batch brings. Dropping this before it is sent leaves the call out.
    async fn wait_in_queue(&self, client: &Client, home: Handle, item: Item, timer: Sleep) -> Fate {
        let key = GroupKey { runtime: home.id(), version: item.version.clone(), idempotent: item.idempotent };
        let (response, mut fate) = oneshot::channel();
        let (ticket, full) = self.queue.enqueue(key, Queued { item, response });
        if let Some(queued) = full {
            self.flush(client, &home, queued);
        }
        let mut timer = pin!(timer);
        let mut is_waiting = true;
        poll_fn(|context| {
            if let Poll::Ready(fate) = Pin::new(&mut fate).poll(context) {
                return Poll::Ready(fate.unwrap_or_else(|_| Fate::Attempted(Err(runtime_ended()))));
            }
            if is_waiting && has_elapsed(timer.as_mut(), context) {
                is_waiting = false;
                self.flush(client, &home, ticket.group());
            }
            Poll::Pending
        })
        .await
    }

    /// Sends these calls, in a task of their own: the call that happens to start it may be dropped.
    #[inline]
    fn flush(&self, client: &Client, home: &Handle, queued: Vec<Queued>) {
        let (waits, mut queued): (Vec<_>, Vec<_>) =
            queued.into_iter().partition(|call| client.pacing().paused(call.item.throttled()).is_some());
        let alone = if queued.len() == 1 { queued.pop() } else { None };
        for call in waits.into_iter().chain(alone) {
            call.send_alone();
        }
        if !queued.is_empty() {
            let (client, queue) = (client.clone(), Arc::clone(&self.queue));
            let task = async move { send_batch(&client, &queue, queued).await };
            runtime::detach(&Handle::try_current().unwrap_or_else(|_| home.clone()), task);
        }
    }
}

/// What carries its own authorization, or is large, or isn't JSON, is sent alone, and so is what a batch has no place
/// for: other methods, another batch, a part of some content.
#[inline]
fn may_be_an_item(client: &Client, parts: &Parts) -> bool {
    let body_fits = match parts.body.content() {
        Content::Empty => true,
        Content::Bytes(bytes) => bytes.len() <= LARGEST_BODY && super::item::is_json(&parts.headers),
        Content::Stream(_) => false,
    };
    body_fits
        && [Method::GET, Method::POST, Method::PATCH, Method::PUT, Method::DELETE].contains(&parts.method)
        && !parts.template.eq_ignore_ascii_case(exchange::TEMPLATE)
        && !parts.options.anonymous
        && !parts.options.returns_redirects
        && !parts.headers.contains_key(CONTENT_ENCODING)
        && !parts.headers.contains_key(RANGE)
        && !client.has_credentials(&parts.headers)
}

/// Whether a single call would hand this out: no redirect, no challenge, nothing to try again.
#[inline]
fn stands(status: StatusCode) -> bool {
    !status.is_redirection() && status != StatusCode::UNAUTHORIZED && !may_repeat_status(status, true)
}

/// Whether the line failed, which a single call may try again.
fn is_of_the_line(error: &Error) -> bool {
    matches!(error.kind(), Kind::Connect | Kind::Transport | Kind::Timeout)
}

/// Where the runtime that the timer is of has ended, tokio panics; the call was moved to another one, and waits no
/// longer.
#[inline]
fn has_elapsed(timer: Pin<&mut Sleep>, context: &mut Context<'_>) -> bool {
    catch_unwind(AssertUnwindSafe(|| timer.poll(context).is_ready())).unwrap_or(true)
}

/// One batch, and to each of its calls what became of it. It is called off when nobody waits any more, as a single
/// call is when it is dropped.
async fn send_batch(client: &Client, queue: &Queue, queued: Vec<Queued>) {
    let (items, mut responses): (Vec<_>, Vec<_>) =
        queued.into_iter().map(|call| (call.item, call.response)).unzip();
    let began = client.environment().now();
    let outcome = {
        let mut exchange = pin!(exchange::once(client, &items));
        poll_fn(|context| {
            // Each is asked, so that each wakes this up.
            let gone = responses.iter_mut().map(|response| response.poll_closed(context).is_ready());
            let gone = gone.filter(|is_gone| *is_gone).count();
            if gone == items.len() { Poll::Ready(None) } else { exchange.as_mut().poll(context).map(Some) }
        })
        .await
    };
    let (Some(outcome), Some(first)) = (outcome, items.first()) else { return };
    let (fates, rest) = fate::of_each(client, &items, outcome, began).await;
    if let Some(rest) = rest {
        queue.rest(&first.version, client.environment().now().checked_add(rest));
    }
    for (response, fate) in responses.into_iter().zip(fates) {
        // Nobody may be waiting any more.
        let _ = response.send(fate);
    }
}

#[inline]
fn runtime_ended() -> Error {
    Error::new(Kind::Transport, "the runtime ended while the call was in flight; its fate is unknown")
}
