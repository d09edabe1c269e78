//! How often a transfer is taken up again that gets nowhere, or hardly anywhere, and how long it waits in between.

use std::time::Duration;

use crate::client::Client;

/// How often in a row a transfer is taken up again without getting any further, if the caller says nothing.
pub(super) const RESUMPTIONS: u32 = 5;

/// What a resumption has to bring, in bytes, to count as progress: less than that may come only so often.
const ENOUGH: u64 = 64 * 1024;

/// How often in a row a transfer is taken up again that brings something each time, but never [`ENOUGH`].
const MEAGRE: u32 = 50;

/// The longest wait before a resumption is 2 to the power of this, in seconds.
const LONGEST_BACKOFF: u32 = 6;

/// Counts resumptions that led nowhere, and those that led hardly anywhere.
pub(super) struct Stalls {
    allowed: u32,
    /// In a row without a single byte.
    barren: u32,
    /// In a row without [`ENOUGH`].
    meagre: u32,
    /// Bytes since the last resumption.
    brought: u64,
}

impl Stalls {
    pub(super) fn new(allowed: u32) -> Self {
        Self { allowed, barren: 0, meagre: 0, brought: 0 }
    }

    /// That many bytes are new.
    pub(super) fn moved(&mut self, bytes: u64) {
        self.brought = self.brought.saturating_add(bytes);
    }

    /// Whether there may be another one: at once if the last one led further, else after 1, 2, 4 s and so on.
    pub(super) async fn again(&mut self, client: &Client) -> bool {
        match std::mem::take(&mut self.brought) {
            0 => {}
            brought if brought < ENOUGH => self.barren = 0,
            _ => (self.barren, self.meagre) = (0, 0),
        }
        if self.barren >= self.allowed || self.meagre >= MEAGRE {
            return false;
        }
        if let Some(doubled) = self.meagre.checked_sub(1) {
            client.environment().sleep(Duration::from_secs(1 << doubled.min(LONGEST_BACKOFF))).await;
        }
        self.barren += 1;
        self.meagre += 1;
        true
    }
}
