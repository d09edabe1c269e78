//! So many requests in so much time, as a service of Graph's has: a note when most of them are used up, then refusals.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderName, HeaderValue};

use super::SandboxError;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// A window in which so many requests are taken; the next one begins with the first request after its end.
pub(super) struct Budget {
    limit: usize,
    window: Duration,
    spent: Mutex<Option<Spent>>,
}

struct Spent {
    since: Instant,
    requests: usize,
}

/// What a request is told of the budget.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Standing {
    limit: usize,
    /// `None` where there was nothing left for the request.
    remaining: Option<usize>,
    reset: Duration,
}

impl Budget {
    pub(super) fn new(limit: usize, window: Duration) -> Self {
        Self { limit, window, spent: Mutex::default() }
    }

    /// Counts a request that comes now. One that is refused doesn't count.
    pub(super) fn spend(&self, now: Instant) -> Standing {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let age = |spent: &Spent| now.saturating_duration_since(spent.since);
        let current = spent.take_if(|spent| age(spent) < self.window);
        let current = spent.insert(current.unwrap_or(Spent { since: now, requests: 0 }));
        let remaining = self.limit.checked_sub(current.requests + 1);
        if remaining.is_some() {
            current.requests += 1;
        }
        Standing { limit: self.limit, remaining, reset: self.window.saturating_sub(age(current)) }
    }

    /// As at the begin: nothing is spent.
    pub(super) fn reset(&self) {
        *self.spent.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Standing {
    pub(super) fn refusal(&self) -> Option<SandboxError> {
        self.remaining.is_none().then(|| SandboxError::throttled(self.reset))
    }

    /// From 80 percent on the response says how the budget stands.
    /// <https://learn.microsoft.com/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online#ratelimit-headers---preview>
    pub(super) fn add_to(&self, headers: &mut HeaderMap) {
        let remaining = self.remaining.unwrap_or(0);
        if remaining.saturating_mul(5) > self.limit {
            return;
        }
        let seconds = self.reset.as_secs() + u64::from(self.reset.subsec_nanos() > 0);
        headers.insert(LIMIT, HeaderValue::from(self.limit));
        headers.insert(REMAINING, HeaderValue::from(remaining));
        headers.insert(RESET, HeaderValue::from(seconds));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_warns_refuses_and_begins_anew() {
        let (begin, second) = (Instant::now(), Duration::from_secs(1));
        let budget = Budget::new(10, 10 * second);
        let at = |seconds: u32| budget.spend(begin + second * seconds);
        let shown = |standing: &Standing| {
            let mut headers = HeaderMap::new();
            standing.add_to(&mut headers);
            headers.get(REMAINING).map(|value| value.to_str().unwrap().to_owned())
        };
        let first: Vec<_> = (0..10).map(|_| shown(&at(0))).collect();
        assert_eq!(first[..7], [const { None }; 7]);
        assert_eq!(first[7..].iter().flatten().collect::<Vec<_>>(), ["2", "1", "0"]);
        let refused = at(4);
        assert_eq!((refused.remaining, refused.reset), (None, 6 * second));
        assert_eq!(refused.refusal().unwrap().status().as_u16(), 429);
        assert_eq!(at(9).remaining, None);
        assert_eq!(at(10).remaining, Some(9));
    }

    #[test]
    fn a_budget_of_nothing_refuses_all() {
        let budget = Budget::new(0, Duration::from_secs(1));
        assert!(budget.spend(Instant::now()).refusal().is_some());
    }
}
