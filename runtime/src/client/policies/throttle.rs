//! While Graph says wait, all calls of a client to that workload wait, not only the one that was told.
//!
//! Limits are per service (mail, directory, files, devices), and a path tells the service: its first segment, and for a
//! user, group or `me` what is asked of them. <https://learn.microsoft.com/graph/throttling-limits>

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::client::Environment;

/// When many calls wait for the same moment, they come back spread over up to this much.
const SPREAD: Duration = Duration::from_secs(1);

#[derive(Default)]
pub(crate) struct Throttle {
    /// Whether anything may be in `until`; the usual call looks no further.
    active: AtomicBool,
    until: Mutex<HashMap<Workload, Instant>>,
}

/// A service behind Graph, as far as a path shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Workload {
    root: &'static str,
    part: &'static str,
}

impl Workload {
    /// `template` is a path as declared.
    pub(crate) fn of(template: &'static str) -> Self {
        let mut segments = template.split('/').filter(|segment| !segment.is_empty()).map(name);
        let root = segments.next().unwrap_or_default();
        let part = match root {
            "me" => segments.next().unwrap_or_default(),
            // After the id.
            "users" | "groups" => segments.nth(1).unwrap_or_default(),
            _ => "",
        };
        Self { root: if root == "me" { "users" } else { root }, part }
    }
}

/// A segment without its key: `users(userPrincipalName='<upn>')` is `users`.
fn name(segment: &'static str) -> &'static str {
    segment.split(['(', ':', '?']).next().unwrap_or_default()
}

impl Throttle {
    /// Graph asked for a pause.
    pub(crate) fn pause(&self, template: &'static str, until: Instant) {
        let mut all = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        let pause = all.entry(Workload::of(template)).or_insert(until);
        *pause = until.max(*pause);
        self.active.store(true, Ordering::Release);
    }

    /// How long a call to that path has to wait, without the spread; `None` if not at all.
    pub(crate) fn wait(&self, template: &'static str, environment: &dyn Environment) -> Option<Duration> {
        if !self.active.load(Ordering::Acquire) {
            return None;
        }
        let now = environment.now();
        let mut all = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, until| *until > now);
        self.active.store(!all.is_empty(), Ordering::Release);
        let until = all.get(&Workload::of(template))?;
        Some(until.saturating_duration_since(now))
    }

    /// `wait` and a bit, at random, so that those who waited together don't come back together.
    pub(crate) fn spread(wait: Duration, environment: &dyn Environment) -> Duration {
        wait + SPREAD.min(wait / 10).mul_f64(environment.random().clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_its_workload() {
        let workload = |root, part| Workload { root, part };
        assert_eq!(Workload::of("/me/messages"), workload("users", "messages"));
        assert_eq!(Workload::of("/users/<id>/messages/<m>"), workload("users", "messages"));
        assert_eq!(Workload::of("/users/<id>"), workload("users", ""));
        assert_eq!(Workload::of("/users(userPrincipalName='<upn>')"), workload("users", ""));
        assert_eq!(Workload::of("/me/drive/root:/<path..>:/content"), workload("users", "drive"));
        assert_eq!(Workload::of("/deviceManagement/managedDevices"), workload("deviceManagement", ""));
        assert_eq!(Workload::of("/drives/<id>/items"), workload("drives", ""));
        assert_eq!(Workload::of(""), workload("", ""));
    }

    #[test]
    fn a_pause_is_for_one_workload_and_ends() {
        struct At(Mutex<Instant>);
        impl Environment for At {
            fn now(&self) -> Instant {
                *self.0.lock().unwrap()
            }
        }
        let start = Instant::now();
        let environment = At(Mutex::new(start));
        let throttle = Throttle::default();
        assert_eq!(throttle.wait("/users", &environment), None);
        throttle.pause("/users", start + Duration::from_secs(10));
        throttle.pause("/users/<id>", start + Duration::from_secs(5));
        assert_eq!(throttle.wait("/users/<id>", &environment), Some(Duration::from_secs(10)));
        assert_eq!(throttle.wait("/me/messages", &environment), None);
        *environment.0.lock().unwrap() = start + Duration::from_secs(10);
        assert_eq!(throttle.wait("/users", &environment), None);
        assert!(!throttle.active.load(Ordering::Relaxed));
    }
}
