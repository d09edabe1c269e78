//! What else happens in a run: futures and a whole runtime are dropped halfway, a second client works on that runtime,
//! and content is downloaded from a host beside the base's. In the end each permit is still there.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::join_all;
use graph_endpoint::prelude::*;
use graph_endpoint::{Client, Error};

use super::dice::Dice;
use super::run::{Shared, write};
use super::service::CONTENT;
use super::world::World;

#[graph_endpoint(GET, "/files/<id>/content")]
struct GetContent {
    id: String,
}

#[graph_endpoint(GET, "/last/<id>")]
struct Last {
    id: u32,
}

/// The second client's records have numbers of their own.
pub(super) const SECOND: u32 = 100;

/// What other hosts ask for at times, and nobody has time for.
const DAY: Duration = Duration::from_secs(86_400);

/// What a seed adds to its run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Aside {
    /// Calls and waits for an item are dropped.
    pub(super) drops: bool,
    /// A second client works on a runtime of its own, which is dropped.
    pub(super) second: bool,
    pub(super) download: bool,
    /// Writes are made together, and may travel as one.
    pub(super) coalesce: bool,
}

impl Aside {
    /// One thing in every third run, and all of them in a few.
    pub(super) fn of(dice: Dice) -> Self {
        let chosen = dice.of("aside", 0).u8(..24);
        Self {
            drops: matches!(chosen, 0..=2 | 8),
            second: matches!(chosen, 0 | 3 | 8),
            download: matches!(chosen, 4 | 5 | 8),
            coalesce: matches!(chosen, 6..=8),
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

/// What comes is the content, or an error.
pub(super) async fn download(client: &Client, world: &Shared) {
    let mut all = Vec::new();
    let get = GetContent { id: "file".to_owned() };
    let outcome = client.download(&get).resumptions(3).to_writer(&mut all).await;
    let mut world = world.lock().unwrap();
    world.tally.downloads += u64::from(outcome.is_ok());
    world.assert(outcome.is_err() || all == CONTENT, || format!("{} bytes were downloaded", all.len()));
}

/// Nobody waited for what only another host asked for.
pub(super) fn check_waits(world: &mut World) {
    let longest = world.time.waits().into_iter().max().unwrap_or_default();
    world
        .assert(longest < DAY.as_millis(), || format!("somebody waited {longest} ms, as another host asked"));
}

/// As many calls as may be are in flight at once, when all is over.
pub(super) async fn check_permits(client: &Client, world: &Shared, permits: usize) {
    {
        let mut world = world.lock().unwrap();
        // Past all pauses.
        world.time.pass(Duration::from_secs(1000));
        world.together = Some(Arc::new(tokio::sync::Barrier::new(permits)));
    }
    let calls =
        (0..permits).map(|id| async move { client.send(&Last { id: u32::try_from(id).unwrap() }).await });
    let outcomes = tokio::time::timeout(Duration::from_secs(20), join_all(calls)).await;
    let mut world = world.lock().unwrap();
    let failed = match &outcomes {
        Ok(outcomes) => outcomes.iter().find_map(|outcome| outcome.as_ref().err().map(Error::to_string)),
        Err(_) => Some("they don't end".to_owned()),
    };
    world.assert(failed.is_none(), || format!("not all of {permits} permits are there: {failed:?}"));
}
