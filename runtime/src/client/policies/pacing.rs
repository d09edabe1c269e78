//! When to send and when to send again, for those who send several requests as one: a batch decides for its items as the
//! pipeline does for a call.

use std::time::Duration;

use super::retry::{self, Decision};
use super::throttle::{Gate, Throttle};
use super::throttle_key::ThrottledCall;
use crate::client::Client;
use crate::client::inner::Inner;

/// What the calls of a client have in common: its pauses, its retries and their budget.
#[derive(Clone, Copy)]
pub(crate) struct Pacing<'a> {
    client: &'a Inner,
}

impl Client {
    /// The pauses and retries of this client, for those who send several requests as one.
    pub(crate) fn pacing(&self) -> Pacing<'_> {
        Pacing { client: &self.inner }
    }
}

impl Pacing<'_> {
    /// Graph asked for a pause: all calls with the same key wait.
    pub(crate) fn pause(self, call: ThrottledCall<'_>, wait: Duration) {
        self.client.throttle.pause(&Gate::Graph(call), wait, &*self.client.environment);
    }

    /// How long a call has to wait, spread a bit; `None` if not at all.
    pub(crate) fn paused(self, call: ThrottledCall<'_>) -> Option<Duration> {
        let environment = &*self.client.environment;
        let wait = self.client.throttle.wait(|| Gate::Graph(call), environment)?;
        Some(Throttle::spread(wait, environment))
    }

    /// A request went well: there may be another retry at our own guess.
    pub(crate) fn earn_retry(self) {
        self.client.budget.earn();
    }

    /// How long to wait before what may be repeated is sent again, after so many retries; `None` if it stands. `asked`
    /// is how long Graph asks to stay away, `left` the time there is.
    pub(crate) fn wait_before_retry(
        self,
        retries: u32,
        asked: Option<Duration>,
        left: Option<Duration>,
    ) -> Option<Duration> {
        let Self { client } = self;
        match retry::decide(client.retry, retries, asked, left, &client.budget, &*client.environment) {
            Decision::Asked(wait) | Decision::Backoff(wait) => Some(wait),
            Decision::Keep => None,
        }
    }
}
