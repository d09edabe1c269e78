//! While Graph says wait, all calls of a client to the same limit wait, not only the one that was told.
//!
//! A pause belongs to the origin that asked for it. Of the base's origin it holds for the calls with the same key, which
//! `throttle_key` makes of their paths; of any other (a monitor, an upload or download host) for that origin, so that
//! nobody but Graph closes Graph's gate. The call that was told waits as long as it was told; others are held up to a
//! maximum, so that one odd `Retry-After` doesn't close the gate for a day.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::Url;

use super::throttle_key::ThrottledCall;
use crate::client::Environment;

/// When many calls wait for the same moment, they come back spread over up to this much.
const SPREAD: Duration = Duration::from_secs(1);
/// The longest pause for others than the call that was told, if the client sets none.
const MAX_PAUSE: Duration = Duration::from_secs(180);
/// How many pauses are known at once. Hosts beside Graph can't make it forget one of Graph's own.
const MOST: usize = 1024;

type KeyOf = dyn Fn(&ThrottledCall<'_>) -> String + Send + Sync;

pub(crate) struct Throttle {
    /// Whether anything may be in `until`; the usual call looks no further.
    active: AtomicBool,
    /// In no order; each look passes over all of them anyway, to forget what is over.
    until: Mutex<Vec<(Key, Instant)>>,
    settings: ThrottleSettings,
}

/// What a client sets.
pub(crate) struct ThrottleSettings {
    pub(crate) max_pause: Duration,
    pub(crate) key_of: Option<Box<KeyOf>>,
}

impl Default for ThrottleSettings {
    fn default() -> Self {
        Self { max_pause: MAX_PAUSE, key_of: None }
    }
}

impl fmt::Debug for ThrottleSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThrottleSettings").field("max_pause", &self.max_pause).finish_non_exhaustive()
    }
}

/// Where a request goes, as pauses see it.
pub(crate) enum Gate<'a> {
    /// The base's origin.
    Graph(ThrottledCall<'a>),
    /// Any other.
    Other(&'a Url),
}

#[derive(PartialEq, Eq)]
enum Key {
    Graph(String),
    Other(String),
}

impl Throttle {
    pub(crate) fn new(settings: ThrottleSettings) -> Self {
        Self { active: AtomicBool::new(false), until: Mutex::default(), settings }
    }

    /// The gate is closed for that long, or for the maximum; whether it is for all of it.
    pub(crate) fn pause(&self, gate: &Gate<'_>, wait: Duration, environment: &dyn Environment) -> bool {
        let held = wait.min(self.settings.max_pause);
        let now = environment.now();
        let Some(until) = now.checked_add(held).filter(|_| !held.is_zero()) else { return held == wait };
        let key = self.key(gate);
        let mut all = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        match all.iter_mut().find(|(known, _)| *known == key) {
            Some((_, pause)) => *pause = until.max(*pause),
            None => {
                if all.len() >= MOST {
                    make_room(&mut all, now);
                }
                all.push((key, until));
            }
        }
        self.active.store(true, Ordering::Release);
        held == wait
    }

    /// How long a call has to wait, without the spread; `None` if not at all. What its gate is, is asked only while
    /// there are pauses.
    pub(crate) fn wait<'a>(
        &self,
        gate: impl FnOnce() -> Gate<'a>,
        environment: &dyn Environment,
    ) -> Option<Duration> {
        if !self.active.load(Ordering::Acquire) {
            return None;
        }
        let key = self.key(&gate());
        let now = environment.now();
        let mut all = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        forget_ended(&mut all, now);
        self.active.store(!all.is_empty(), Ordering::Release);
        let (_, until) = all.iter().find(|(known, _)| *known == key)?;
        Some(until.saturating_duration_since(now))
    }

    /// `wait` and a bit, at random, so that those who waited together don't come back together.
    pub(crate) fn spread(wait: Duration, environment: &dyn Environment) -> Duration {
        wait + SPREAD.min(wait / 10).mul_f64(environment.random().clamp(0.0, 1.0))
    }

    fn key(&self, gate: &Gate<'_>) -> Key {
        match (gate, &self.settings.key_of) {
            (Gate::Graph(call), Some(key_of)) => Key::Graph(key_of(call)),
            (Gate::Graph(call), None) => Key::Graph(call.default_key()),
            (Gate::Other(url), _) => Key::Other(url.origin().ascii_serialization()),
        }
    }
}

fn forget_ended(all: &mut Vec<(Key, Instant)>, now: Instant) {
    all.retain(|(_, until)| *until > now);
}

/// Forgets the pauses that are over, or else the one that ends first, other hosts' before Graph's.
fn make_room(all: &mut Vec<(Key, Instant)>, now: Instant) {
    forget_ended(all, now);
    if all.len() < MOST {
        return;
    }
    let mut first: Option<(usize, bool, Instant)> = None;
    for (at, (key, until)) in all.iter().enumerate() {
        let is_graphs = matches!(key, Key::Graph(_));
        if first.is_none_or(|(_, other, end)| (is_graphs, *until) < (other, end)) {
            first = Some((at, is_graphs, *until));
        }
    }
    if let Some((at, ..)) = first {
        all.swap_remove(at);
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;

    struct At(Mutex<Instant>);

    impl At {
        fn pass(&self, seconds: u64) {
            *self.0.lock().unwrap() += Duration::from_secs(seconds);
        }
    }

    impl Environment for At {
        fn now(&self) -> Instant {
            *self.0.lock().unwrap()
        }
    }

    fn time() -> At {
        At(Mutex::new(Instant::now()))
    }

    fn graph(path: &str) -> Gate<'_> {
        Gate::Graph(ThrottledCall::new(&Method::GET, "/x", path))
    }

    const fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_pause_is_for_one_limit_and_ends() {
        let (throttle, time) = (Throttle::new(ThrottleSettings::default()), time());
        let wait = |path| throttle.wait(|| graph(path), &time);
        assert_eq!(throttle.wait(|| unreachable!("no pause, no key"), &time), None);
        assert!(throttle.pause(&graph("users"), seconds(10), &time));
        throttle.pause(&graph("users/a"), seconds(5), &time);
        assert_eq!(wait("users/b"), Some(seconds(10)));
        assert_eq!(wait("users/a/messages"), None);
        time.pass(10);
        assert_eq!(wait("users"), None);
        assert!(!throttle.active.load(Ordering::Relaxed));
    }

    #[test]
    fn other_hosts_have_pauses_of_their_own() {
        let (throttle, time) = (Throttle::new(ThrottleSettings::default()), time());
        let url = |text: &str| Url::parse(text).unwrap();
        let (one, same) = (url("https://files.example/a?sig=1"), url("https://FILES.example:443/b"));
        let (other, clear) = (url("https://files.example:8443/a"), url("http://files.example/a"));
        throttle.pause(&Gate::Other(&one), seconds(10), &time);
        assert_eq!(throttle.wait(|| Gate::Other(&same), &time), Some(seconds(10)));
        assert_eq!(throttle.wait(|| Gate::Other(&other), &time), None);
        assert_eq!(throttle.wait(|| Gate::Other(&clear), &time), None);
        // Not even a path that looks like the other host's key.
        assert_eq!(throttle.wait(|| graph("https://files.example"), &time), None);
        assert_eq!(throttle.wait(|| graph("users"), &time), None);
    }

    #[test]
    fn others_are_held_up_to_the_maximum() {
        let (throttle, time) = (Throttle::new(ThrottleSettings::default()), time());
        assert!(!throttle.pause(&graph("users"), seconds(86_400), &time));
        assert_eq!(throttle.wait(|| graph("users"), &time), Some(MAX_PAUSE));
        assert!(!throttle.pause(&graph("users"), Duration::MAX, &time));
        let none = Throttle::new(ThrottleSettings { max_pause: Duration::ZERO, key_of: None });
        assert!(!none.pause(&graph("users"), seconds(1), &time));
        assert_eq!(none.wait(|| graph("users"), &time), None);
    }

    #[test]
    fn a_client_says_what_a_pause_is_for() {
        let by_template = |call: &ThrottledCall<'_>| format!("{} {}", call.method(), call.template());
        let settings = ThrottleSettings { max_pause: MAX_PAUSE, key_of: Some(Box::new(by_template)) };
        let (throttle, time) = (Throttle::new(settings), time());
        throttle.pause(&graph("users/a/messages"), seconds(10), &time);
        assert!(throttle.wait(|| graph("drives/b"), &time).is_some());
    }

    #[test]
    fn what_is_known_is_bounded_and_other_hosts_go_first() {
        let (throttle, time) = (Throttle::new(ThrottleSettings::default()), time());
        throttle.pause(&graph("users"), seconds(1), &time);
        for host in 0..3 * MOST {
            let url = Url::parse(&format!("https://h{host}.example")).unwrap();
            throttle.pause(&Gate::Other(&url), seconds(100), &time);
        }
        assert_eq!(throttle.until.lock().unwrap().len(), MOST);
        assert!(throttle.wait(|| graph("users"), &time).is_some());
        for user in 0..3 * MOST {
            throttle.pause(&graph(&format!("users/{user}/messages")), seconds(100), &time);
        }
        assert_eq!(throttle.until.lock().unwrap().len(), MOST);
        time.pass(200);
        assert!(throttle.wait(|| graph("users"), &time).is_none());
        assert!(throttle.until.lock().unwrap().is_empty());
    }
}
