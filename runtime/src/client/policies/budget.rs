//! A retry budget: when much goes wrong at once, fewer calls are tried again, so that retries don't keep a service down.
//!
//! Only retries at our own guess cost something; where Graph says when to come back, it has room for the call.

use std::sync::atomic::{AtomicU32, Ordering};

const FULL: u32 = 1000;
/// What a retry costs; a response that needs none gives back 1. In the long run one call in ten may be a retry.
const PRICE: u32 = 10;

pub(crate) struct Budget {
    left: AtomicU32,
}

impl Budget {
    pub(crate) fn full() -> Self {
        Self { left: AtomicU32::new(FULL) }
    }

    /// Pays for a retry, if there is enough.
    pub(crate) fn spend(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(PRICE)).is_ok()
    }

    /// A call went well.
    pub(crate) fn earn(&self) {
        // Full is the usual case, and reading is all that it costs.
        if self.left.load(Ordering::Relaxed) < FULL {
            let _ = self
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| (left < FULL).then_some(left + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_runs_out_and_is_earned_back() {
        let budget = Budget::full();
        for _ in 0..FULL / PRICE {
            assert!(budget.spend());
        }
        assert!(!budget.spend());
        for _ in 0..PRICE {
            budget.earn();
        }
        assert!(budget.spend());
        assert!(!budget.spend());
        for _ in 0..2 * FULL {
            budget.earn();
        }
        assert_eq!(budget.left.load(Ordering::Relaxed), FULL);
    }
}
