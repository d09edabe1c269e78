//! Who waits for company, and where a batch is no good for the moment.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::runtime::Id;
use tokio::sync::oneshot;

use super::Fate;
use crate::jobs::batch::item::Item;
use crate::jobs::batch::plan::MOST;

/// Which calls travel together: those of one version of Graph and of one runtime; and reads apart from writes, because
/// a batch with a write is not sent again when its fate is unknown.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Company {
    pub(super) runtime: Id,
    pub(super) version: String,
    pub(super) idempotent: bool,
}

/// A call on its way into a batch.
pub(super) struct Rider {
    pub(super) item: Item,
    pub(super) answer: oneshot::Sender<Fate>,
}

impl Rider {
    pub(super) fn go_alone(self) {
        // Nobody may be waiting any more.
        let _ = self.answer.send(Fate::Alone);
    }
}

#[derive(Default)]
pub(super) struct Waiting(Mutex<State>);

#[derive(Default)]
struct State {
    groups: HashMap<Company, Group>,
    /// Until when the calls to a version go alone.
    resting: HashMap<String, Instant>,
    /// Tells groups and riders apart.
    last: u64,
}

#[derive(Default)]
struct Group {
    number: u64,
    riders: Vec<(u64, Rider)>,
}

impl Group {
    fn leave(self) -> Vec<Rider> {
        self.riders.into_iter().map(|(_, rider)| rider).collect()
    }
}

impl Waiting {
    /// A seat among the company. With the riders of the group if that is full: it leaves now.
    pub(super) fn take_seat(&self, company: Company, rider: Rider) -> (Seat<'_>, Option<Vec<Rider>>) {
        let mut state = self.lock();
        state.last += 1;
        let number = state.last;
        let group =
            state.groups.entry(company.clone()).or_insert_with(|| Group { number, riders: Vec::new() });
        group.riders.push((number, rider));
        let (is_full, group) = (group.riders.len() >= MOST, group.number);
        let full = if is_full { state.groups.remove(&company).map(Group::leave) } else { None };
        drop(state);
        (Seat { waiting: self, company, group, number }, full)
    }

    /// Whether calls to that version go alone for now.
    pub(super) fn rests(&self, version: &str, now: Instant) -> bool {
        self.lock().resting.get(version).is_some_and(|until| now < *until)
    }

    /// Calls to that version go alone until then.
    pub(super) fn rest(&self, version: &str, until: Option<Instant>) {
        if let Some(until) = until {
            self.lock().resting.insert(version.to_owned(), until);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call's place in its group; given up when it is dropped before the group has left.
pub(super) struct Seat<'w> {
    waiting: &'w Waiting,
    company: Company,
    group: u64,
    number: u64,
}

impl Seat<'_> {
    /// The whole group, which leaves; nobody if it has left.
    pub(super) fn group(&self) -> Vec<Rider> {
        let mut state = self.waiting.lock();
        match state.groups.get(&self.company) {
            Some(group) if group.number == self.group => {
                state.groups.remove(&self.company).map(Group::leave).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut state = self.waiting.lock();
        if let Some(group) = state.groups.get_mut(&self.company)
            && group.number == self.group
        {
            group.riders.retain(|(number, _)| *number != self.number);
            if group.riders.is_empty() {
                state.groups.remove(&self.company);
            }
        }
    }
}
