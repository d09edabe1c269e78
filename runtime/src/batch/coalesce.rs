//! Single calls that are made at the same time travel as one batch. Opt-in: see
//! [`ClientBuilder::coalesce`](crate::ClientBuilder::coalesce).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::exchange::{Outcome, exchange};
use super::for_each;
use super::item::Item;
use super::plan::MOST;
use crate::body::Content;
use crate::client::Client;
use crate::error::{Error, Kind};
use crate::request::Parts;

/// Larger bodies go alone: a batch has to be written and read as a whole.
const LARGEST_BODY: usize = 64 * 1024;

/// Calls that wait for company.
pub(crate) struct Coalescer {
    window: Duration,
    waiting: Mutex<HashMap<Company, Group>>,
}

/// Calls that leave together.
#[derive(Default)]
struct Group {
    /// How many groups of this company left before: a timer is for one of them.
    number: u64,
    calls: Vec<Waiting>,
}

impl Group {
    /// Its calls; the next one to come is the first of another group.
    fn leave(&mut self) -> Vec<Waiting> {
        self.number += 1;
        std::mem::take(&mut self.calls)
    }
}

/// Which calls travel together: those of one version of Graph; and reads apart from writes, because a batch with a write
/// is not sent again when its fate is unknown.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Company {
    version: String,
    idempotent: bool,
}

struct Waiting {
    item: Item,
    /// For the call that stays alone.
    parts: Parts,
    answer: oneshot::Sender<Outcome>,
}

impl Coalescer {
    pub(crate) fn new(window: Duration) -> Self {
        Self { window, waiting: Mutex::default() }
    }

    /// Sends a call along with others. What can't travel in a batch goes alone.
    pub(crate) async fn send(&self, client: &Client, parts: Parts) -> Outcome {
        let item = if may_travel(client, &parts) { Item::of(&parts, client.base_url()).ok() } else { None };
        // One that has to wait goes alone, so that no stranger waits with it.
        let item = item.filter(|item| client.paused(item.throttled()).is_none());
        let (Some(item), Ok(runtime)) = (item, Handle::try_current()) else {
            return client.execute(parts).await;
        };
        let limit = parts.options.timeout;
        let (answer, answered) = oneshot::channel();
        self.enlist(client, &runtime, Waiting { item, parts, answer });
        let ended = |_| Err(Error::new(Kind::Transport, "the runtime ended while the call was under way"));
        match limit {
            None => answered.await.unwrap_or_else(ended),
            Some(limit) => match tokio::time::timeout(limit, answered).await {
                Ok(answer) => answer.unwrap_or_else(ended),
                Err(_) => Err(Error::new(Kind::Timeout, "the call took longer than it may")),
            },
        }
    }

    /// The first one waits for others as long as the window is; a full batch leaves at once.
    fn enlist(&self, client: &Client, runtime: &Handle, call: Waiting) {
        let company = Company { version: call.item.version.clone(), idempotent: call.item.idempotent };
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let group = waiting.entry(company.clone()).or_default();
        group.calls.push(call);
        let (client, number) = (client.clone(), group.number);
        if group.calls.len() >= MOST {
            let calls = group.leave();
            runtime.spawn(async move { depart(&client, calls).await });
        } else if group.calls.len() == 1 {
            let window = self.window;
            runtime.spawn(async move {
                tokio::time::sleep(window).await;
                let calls = client.coalescer().map(|coalescer| coalescer.take(&company, number));
                depart(&client, calls.unwrap_or_default()).await;
            });
        }
    }

    /// The group with that number, unless it left already because it was full.
    fn take(&self, company: &Company, number: u64) -> Vec<Waiting> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match waiting.get_mut(company) {
            Some(group) if group.number == number => group.leave(),
            _ => Vec::new(),
        }
    }
}

/// What carries its own authorization, or is large, or isn't JSON, is sent alone.
fn may_travel(client: &Client, parts: &Parts) -> bool {
    let body_fits = match parts.body.content() {
        Content::Empty => true,
        Content::Bytes(bytes) => bytes.len() <= LARGEST_BODY && super::item::is_json(&parts.headers),
        Content::Stream(_) => false,
    };
    body_fits
        && !parts.options.anonymous
        && !parts.options.hand_out_redirects
        && !client.has_credentials(&parts.headers)
}

/// Sends what is still waited for.
async fn depart(client: &Client, mut calls: Vec<Waiting>) {
    calls.retain(|call| !call.answer.is_closed());
    if calls.len() == 1 {
        for call in calls {
            let _ = call.answer.send(client.execute(call.parts).await);
        }
        return;
    }
    let mut items = Vec::new();
    let mut others = Vec::new();
    for Waiting { item, parts, answer } in calls {
        items.push(item);
        others.push((parts, answer));
    }
    if items.is_empty() {
        return;
    }
    let outcomes = exchange(client, &items, &vec![None; items.len()]).await;
    let outcomes = outcomes.unwrap_or_else(|error| for_each(items.len(), error));
    for ((parts, answer), outcome) in others.into_iter().zip(outcomes) {
        match outcome {
            // A batch doesn't follow redirects; a single call does.
            Ok(redirect) if redirect.status().is_redirection() => {
                let client = client.clone();
                tokio::spawn(async move {
                    let _ = answer.send(client.execute(parts).await);
                });
            }
            outcome => {
                // Nobody may be waiting any more.
                let _ = answer.send(outcome);
            }
        }
    }
}
