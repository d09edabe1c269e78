//! The calls that wait for others, and where a batch is no good for the moment.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::runtime::Id;
use tokio::sync::oneshot;

use super::Fate;
use crate::jobs::batch::item::Item;
use crate::jobs::batch::plan::MOST;

/// Which calls go in one batch: those of one version of Graph and of one runtime; and reads apart from writes, because
/// a batch with a write is not sent again when its fate is unknown.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct GroupKey {
    pub(super) runtime: Id,
    pub(super) version: String,
    pub(super) idempotent: bool,
}

/// A call on its way into a batch.
pub(super) struct Queued {
    pub(super) item: Item,
    pub(super) response: oneshot::Sender<Fate>,
}

impl Queued {
    #[inline]
    pub(super) fn send_alone(self) {
        // Nobody may be waiting any more.
        let _ = self.response.send(Fate::Alone);
    }
}

#[derive(Default)]
pub(super) struct Queue(Mutex<State>);

#[derive(Default)]
struct State {
    groups: HashMap<GroupKey, Group>,
    /// Until when the calls to a version go alone.
    resting: HashMap<String, Instant>,
    /// Tells groups and calls apart.
    last: u64,
}

#[derive(Default)]
struct Group {
    number: u64,
    queued: Vec<(u64, Queued)>,
}

impl Group {
    #[inline]
    fn drain(self) -> Vec<Queued> {
        self.queued.into_iter().map(|(_, call)| call).collect()
    }
}

impl Queue {
    /// Adds a call to its group. With all calls of the group if that is full now: it is drained.
    #[inline]
    pub(super) fn enqueue(&self, key: GroupKey, call: Queued) -> (Ticket<'_>, Option<Vec<Queued>>) {
        let mut state = self.lock();
        state.last += 1;
        let number = state.last;
        let group = state.groups.entry(key.clone()).or_insert_with(|| Group { number, queued: Vec::new() });
        group.queued.push((number, call));
        let (is_full, group) = (group.queued.len() >= MOST, group.number);
        let full = if is_full { state.groups.remove(&key).map(Group::drain) } else { None };
        drop(state);
        (Ticket { waiting: self, key, group, number }, full)
    }

    /// Whether calls to that version go alone for now.
    #[inline]
    pub(super) fn rests(&self, version: &str, now: Instant) -> bool {
        self.lock().resting.get(version).is_some_and(|until| now < *until)
    }

    /// Calls to that version go alone until then.
    #[inline]
    pub(super) fn rest(&self, version: &str, until: Option<Instant>) {
        if let Some(until) = until {
            self.lock().resting.insert(version.to_owned(), until);
        }
    }

    #[inline]
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call's membership of its group; given up when it is dropped before the group was drained.
pub(super) struct Ticket<'w> {
    waiting: &'w Queue,
    key: GroupKey,
    group: u64,
    number: u64,
}

impl Ticket<'_> {
    /// Drains the whole group; nobody is in it if it was drained already.
    #[inline]
    pub(super) fn group(&self) -> Vec<Queued> {
        let mut state = self.waiting.lock();
        match state.groups.get(&self.key) {
            Some(group) if group.number == self.group => {
                state.groups.remove(&self.key).map(Group::drain).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }
}

impl Drop for Ticket<'_> {
    #[inline]
    fn drop(&mut self) {
        let mut state = self.waiting.lock();
        if let Some(group) = state.groups.get_mut(&self.key)
            && group.number == self.group
        {
            group.queued.retain(|(number, _)| *number != self.number);
            if group.queued.is_empty() {
                state.groups.remove(&self.key);
            }
        }
    }
}
