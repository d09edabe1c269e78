//! The connections of a client: kept for the next request, or new for the one that follows a 503.
//!
//! Graph stands behind many machines, and a kept connection leads to the one that has just said that it can't. reqwest
//! can't be told to leave a kept connection aside for one request; a second client that keeps none can.

use std::sync::OnceLock;
use std::time::Duration;

use crate::error::Error;

pub(crate) struct Connections {
    /// `None` if TLS could not be set up, which the first call then says.
    kept: Option<reqwest::Client>,
    /// `None` where the caller brought a client, whose settings can't be had from it.
    connect_timeout: Option<Duration>,
    /// Made when it is needed, if it ever is.
    fresh: OnceLock<Option<reqwest::Client>>,
}

impl Connections {
    /// Those of the caller's client.
    pub(super) fn of(http: reqwest::Client) -> Self {
        Self { kept: Some(http), connect_timeout: None, fresh: OnceLock::new() }
    }

    /// Our own.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub(super) fn new(connect_timeout: Duration) -> Result<Self, reqwest::Error> {
        let kept = Some(settings(connect_timeout).build()?);
        Ok(Self { kept, connect_timeout: Some(connect_timeout), fresh: OnceLock::new() })
    }

    /// None: the first call says so.
    pub(super) fn none() -> Self {
        Self { kept: None, connect_timeout: None, fresh: OnceLock::new() }
    }

    /// The client to send with.
    ///
    /// # Errors
    /// [`Error::is_build`] when TLS could not be set up.
    pub(super) fn get(&self, new: bool) -> Result<&reqwest::Client, Error> {
        let fresh = if new { self.fresh() } else { None };
        fresh.or(self.kept.as_ref()).ok_or_else(|| Error::build("TLS could not be set up on this machine"))
    }

    fn fresh(&self) -> Option<&reqwest::Client> {
        let connect_timeout = self.connect_timeout?;
        let make = || settings(connect_timeout).pool_max_idle_per_host(0).build().ok();
        self.fresh.get_or_init(make).as_ref()
    }
}

fn settings(connect_timeout: Duration) -> reqwest::ClientBuilder {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).connect_timeout(connect_timeout)
}
