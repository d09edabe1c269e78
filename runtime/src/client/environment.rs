//! Clock and randomness as the policies see them, in one place, so that a test need not wait for either.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use super::runtime;

/// Clock and randomness.
///
/// A client uses this machine's own. Tests of retries and expiries pass another one with
/// [`ClientBuilder::environment`](crate::ClientBuilder::environment), and take no time.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::{future, pin::Pin, time::Duration};
/// use graph_endpoint::Environment;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/me/displayName/$value", response = String)]
/// struct GetName {}
/// # let sandbox = Sandbox::builder().on(|_: GetName| async { "Adele".to_owned() }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// /// Waits take no time.
/// struct Hurry;
///
/// impl Environment for Hurry {
///     fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
///         Box::pin(future::ready(()))
///     }
/// }
///
/// # use graph_endpoint::sandbox::SandboxError;
/// # let busy = SandboxError::new(503, "serviceUnavailable", "Busy.");
/// # let sandbox = Sandbox::builder().on(|_: GetName| async { "Adele".to_owned() }).fail_first::<GetName>(2, busy).start().await?;
/// let client = Client::builder().token("any").base_url(sandbox.url()).environment(Hurry).build()?;
/// assert_eq!(client.send(&GetName {}).await?, "Adele"); // after two retries
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
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
