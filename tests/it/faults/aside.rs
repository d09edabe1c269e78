//! What else happens in a run: futures and a whole runtime are dropped halfway, a second client works on that runtime,
//! and long jobs lead to a host beside the base's. In the end each permit is still there.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::try_join_all;
use graph_endpoint::Client;
use graph_endpoint::prelude::*;

use super::dice::Dice;
use super::run::{Shared, write};
use super::world::World;

/// With a range, which no batch can have: each is a request, so that permits can be counted.
#[graph_endpoint(GET, "/last/<id>")]
struct Last {
    id: u32,
    #[graph(header = "Range")]
    range: String,
}

/// The second client's records have numbers of their own.
pub(super) const SECOND: u32 = 100;

/// How often permits are counted where a connection breaks.
const TRIES: u32 = 5;

/// What other hosts ask for at times, and nobody has time for.
const DAY: Duration = Duration::from_secs(86_400);

/// What a seed adds to its run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Aside {
    /// Calls and waits for an item are dropped.
    pub(super) drops: bool,
    /// A second client works on a runtime of its own, which is dropped.
    pub(super) second: bool,
    pub(super) download: bool,
    pub(super) copy: bool,
    pub(super) upload: bool,
    /// Writes are made together, and may travel as one.
    pub(super) coalesce: bool,
}

impl Aside {
    /// One thing or two in every third run, and all of them in a few.
    pub(super) fn of(dice: Dice) -> Self {
        let chosen = dice.of("aside", 0).u8(..30);
        Self {
            drops: matches!(chosen, 0..=2 | 8),
            second: matches!(chosen, 0 | 3 | 8),
            download: matches!(chosen, 1 | 4 | 5 | 8),
            coalesce: matches!(chosen, 6..=8),
            copy: matches!(chosen, 2 | 6 | 8 | 9 | 10),
            upload: matches!(chosen, 0 | 3 | 7..=9 | 11),
        }
    }

    /// Whether a response may never be heard, so that what it asks for can't be heeded.
    pub(super) fn may_be_deaf(&self) -> bool {
        self.drops || self.second || self.coalesce
    }
}

/// Polls so many times, and drops it then.
pub(super) async fn polled<F: Future>(future: F, mut polls: u32) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| {
        if polls == 0 {
            return Poll::Ready(None);
        }
        polls -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

/// Records are written by a clone on another runtime, which ends in the middle of it.
pub(super) async fn on_another_runtime(client: &Client, world: &Shared) {
    let (client, world) = (client.clone(), world.clone());
    let work = move || {
        let polls = world.lock().unwrap().dice.of("runtime", 0).u32(1..12);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let done = runtime.block_on(polled(write(&client, &world, SECOND..SECOND + 3), polls));
        let mut world = world.lock().unwrap();
        world.tally.runtimes += u64::from(done.is_none());
    };
    tokio::task::spawn_blocking(work).await.unwrap();
}

/// Nobody waited for what only another host asked for.
pub(super) fn check_waits(world: &mut World) {
    let longest = world.time.waits().into_iter().max().unwrap_or_default();
    world
        .assert(longest < DAY.as_millis(), || format!("somebody waited {longest} ms, as another host asked"));
}

/// As many calls as may be are in flight at once, when all is over. A connection that others have broken is no permit
/// that is gone: those don't come back.
pub(super) async fn check_permits(client: &Client, world: &Shared, permits: usize) {
    // Past all pauses.
    world.lock().unwrap().time.pass(Duration::from_secs(1000));
    let mut failed = None;
    for _ in 0..TRIES {
        world.lock().unwrap().together = Some(Arc::new(tokio::sync::Barrier::new(permits)));
        let calls = (0..permits).map(|id| {
            let last = Last { id: u32::try_from(id).unwrap(), range: "bytes=0-".to_owned() };
            async move { client.send(&last).await }
        });
        failed = match tokio::time::timeout(Duration::from_secs(15), try_join_all(calls)).await {
            Ok(Ok(_)) => return,
            Ok(Err(error)) => Some(error.to_string()),
            // One that a broken connection took along is still counted by the barrier, and its next attempt is one too many.
            Err(_) => Some("they don't end".to_owned()),
        };
    }
    let mut world = world.lock().unwrap();
    world.wrong.push(format!("not all of {permits} permits are there: {failed:?}"));
}
