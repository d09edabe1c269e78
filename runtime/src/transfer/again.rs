//! How often a transfer is taken up again that gets nowhere, and how long it waits in between.

use std::time::Duration;

use crate::client::Client;

/// How often in a row a transfer is taken up again without getting any further, if the caller says nothing.
pub(super) const RESUMPTIONS: u32 = 5;

/// Counts resumptions that led nowhere.
pub(super) struct Stalls {
    allowed: u32,
    count: u32,
}

impl Stalls {
    pub(super) fn new(allowed: u32) -> Self {
        Self { allowed, count: 0 }
    }

    pub(super) fn moved(&mut self) {
        self.count = 0;
    }

    /// Whether there may be another one: at once if the last one led further, else after 1, 2, 4 s and so on.
    pub(super) async fn again(&mut self, client: &Client) -> bool {
        if self.count >= self.allowed {
            return false;
        }
        if let Some(doubled) = self.count.checked_sub(1) {
            client.environment().sleep(Duration::from_secs(1 << doubled.min(6))).await;
        }
        self.count += 1;
        true
    }
}
