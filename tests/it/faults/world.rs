//! What a run's service knows: the list that is read, the records that are written, and whatever must not have happened.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use super::aside::Aside;
use super::dice::Dice;
use crate::support::virtual_time::VirtualTime;

/// How a list ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The last page has no link.
    Complete,
    /// The last page's link leads back to the first one.
    Circle,
    /// The last page's link leads to another host.
    Elsewhere,
}

/// The list of a run: so many items on each page.
pub(super) struct List {
    pub(super) sizes: Vec<u32>,
    pub(super) end: End,
}

impl List {
    pub(super) fn choose(rng: &mut fastrand::Rng) -> Self {
        let sizes = (0..rng.usize(1..6)).map(|_| rng.u32(..4)).collect();
        let end = match rng.u8(..8) {
            0 => End::Circle,
            1 => End::Elsewhere,
            _ => End::Complete,
        };
        Self { sizes, end }
    }

    /// The numbers of a page's items.
    pub(super) fn items(&self, page: usize) -> std::ops::Range<u32> {
        let before = self.sizes[..page].iter().sum::<u32>();
        before..before + self.sizes[page]
    }

    pub(super) fn len(&self) -> u32 {
        self.sizes.iter().sum()
    }
}

pub(super) struct World {
    pub(super) dice: Dice,
    pub(super) time: VirtualTime,
    pub(super) list: List,
    /// Whether the client waits so briefly that answers may be lost on their way.
    pub(super) impatient: bool,
    pub(super) aside: Aside,
    /// Where the last calls wait for each other.
    pub(super) together: Option<Arc<tokio::sync::Barrier>>,
    /// Whether the list has ended with an error, which calls off the page that was on its way.
    pub(super) called_off: bool,
    /// `name:port` of the base, and of the other host.
    pub(super) home: String,
    pub(super) other: String,
    /// The port of the proxy in front of both, if there is one; the path's first segment is their port then.
    pub(super) in_front: Option<u16>,
    /// How often each thing was asked for.
    pub(super) visits: HashMap<String, u32>,
    /// How often each record was written.
    pub(super) written: HashMap<String, u32>,
    /// What was uploaded to each session that is there, by its number, and how many uploads are complete.
    pub(super) sessions: HashMap<u32, Vec<u8>>,
    pub(super) uploads: u32,
    /// Until when nobody may ask for a workload.
    pub(super) pauses: HashMap<String, SystemTime>,
    /// The last token that was issued, and the last that is no longer good.
    pub(super) issued: u32,
    pub(super) revoked: u32,
    pub(super) wrong: Vec<String>,
    pub(super) tally: Tally,
}

impl World {
    pub(super) fn new(seed: u64, time: VirtualTime) -> Self {
        let dice = Dice::new(seed);
        Self {
            list: List::choose(&mut dice.of("list", 0)),
            aside: Aside::of(dice),
            together: None,
            called_off: false,
            impatient: dice.of("impatient", 0).u8(..10) == 0,
            dice,
            time,
            home: String::new(),
            other: String::new(),
            in_front: None,
            visits: HashMap::new(),
            written: HashMap::new(),
            sessions: HashMap::new(),
            uploads: 0,
            pauses: HashMap::new(),
            issued: 0,
            revoked: 0,
            wrong: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// What paths of the base's host begin with.
    pub(super) fn prefix(&self) -> String {
        let port = self.home.rsplit(':').next().unwrap();
        self.in_front.map(|_| format!("/{port}")).unwrap_or_default()
    }

    pub(super) fn url_of_home(&self) -> String {
        self.url(&self.home)
    }

    pub(super) fn url_of_other(&self) -> String {
        self.url(&self.other)
    }

    fn url(&self, host: &str) -> String {
        match (self.in_front, host.split_once(':')) {
            (Some(front), Some((name, port))) => format!("https://{name}:{front}/{port}"),
            _ => format!("http://{host}"),
        }
    }

    pub(super) fn visit(&mut self, thing: &str) -> u32 {
        let visits = self.visits.entry(thing.to_owned()).or_default();
        *visits += 1;
        *visits
    }

    pub(super) fn written(&self, record: &str) -> u32 {
        self.written.get(record).copied().unwrap_or_default()
    }

    /// Whether Graph has asked for a pause that ends after `then`.
    pub(super) fn has_paused_since(&self, then: SystemTime) -> bool {
        self.pauses.values().any(|until| *until > then)
    }

    pub(super) fn assert(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(otherwise());
        }
    }
}

/// What happened, over all runs.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) requests: u64,
    pub(super) faults: u64,
    pub(super) lists: u64,
    pub(super) resumed: u64,
    pub(super) circles: u64,
    pub(super) strange_links: u64,
    pub(super) writes: u64,
    pub(super) failed_writes: u64,
    pub(super) unknown_but_done: u64,
    pub(super) pauses: u64,
    pub(super) elsewhere: u64,
    pub(super) tokens: u64,
    /// How often another host asked for a day or more.
    pub(super) days: u64,
    pub(super) dropped: u64,
    pub(super) runtimes: u64,
    pub(super) downloads: u64,
    pub(super) copies: u64,
    pub(super) uploads: u64,
    /// Items of batches.
    pub(super) items: u64,
}

impl Tally {
    fn all(&mut self) -> [&mut u64; 19] {
        let Self {
            requests,
            faults,
            lists,
            resumed,
            circles,
            strange_links,
            writes,
            failed_writes,
            unknown_but_done,
            pauses,
            elsewhere,
            tokens,
            days,
            dropped,
            runtimes,
            downloads,
            copies,
            uploads,
            items,
        } = self;
        [
            requests,
            faults,
            lists,
            resumed,
            circles,
            strange_links,
            writes,
            failed_writes,
            unknown_but_done,
            pauses,
            elsewhere,
            tokens,
            days,
            dropped,
            runtimes,
            downloads,
            copies,
            uploads,
            items,
        ]
    }

    pub(super) fn add(&mut self, other: &mut Self) {
        for (sum, more) in self.all().into_iter().zip(other.all()) {
            *sum += *more;
        }
    }

    pub(super) fn assert_that_all_happened(&mut self) {
        assert!(self.all().into_iter().all(|count| *count > 100), "too little went wrong");
    }
}
