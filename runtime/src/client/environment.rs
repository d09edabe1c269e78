//! Clock and randomness as the policies see them, in one place, so that a test need not wait for either.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use super::runtime;

/// Clock and randomness.
///
/// A client uses this machine's own. Tests of retries and expiries pass another one with
/// [`ClientBuilder::environment`](crate::ClientBuilder::environment), and take no time.
pub trait Environment: Send + Sync {
    /// A clock that only goes forward, for waits and deadlines.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// The date, for tokens that expire and for `Retry-After` dates.
    fn date(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Waits. Outside of a tokio runtime there is nothing to wait with, and it ends at once: the request that comes
    /// next says so.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        match runtime::sleep(duration) {
            Ok(sleep) => Box::pin(sleep),
            Err(_) => Box::pin(std::future::ready(())),
        }
    }

    /// A random number from 0 to 1, without 1, which spreads waits.
    fn random(&self) -> f64 {
        fastrand::f64()
    }
}

/// This machine's clocks and random numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Machine;

impl Environment for Machine {}
