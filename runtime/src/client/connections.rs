//! The connections of a client: kept for the next request, or new for the one that follows a 503; through the
//! environment's proxies, or straight to this machine.
//!
//! Graph stands behind many machines, and a kept connection leads to the one that has just said that it can't. reqwest
//! can't be told to leave a kept connection aside for one request; a second client that keeps none can. The same holds
//! for proxies: `HTTP_PROXY` and its kind are not for requests that stay on this machine, where a proxy would only read a
//! token, and a client that has no proxies sends those.

use std::sync::OnceLock;
use std::time::Duration;

use crate::error::Error;

pub(crate) struct Connections {
    source: Source,
    /// Each is made when it is needed, if it ever is; `None` if TLS could not be set up.
    made: [OnceLock<Option<reqwest::Client>>; 4],
}

enum Source {
    /// The caller brought a client, whose settings can't be had from it.
    Callers(reqwest::Client),
    Own {
        connect_timeout: Duration,
    },
    /// TLS could not be set up, which the first call then says.
    None,
}

/// What a request asks of its connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Not one that was used before.
    pub(super) new: bool,
    /// No proxy in between.
    pub(super) direct: bool,
}

impl Connections {
    /// Those of the caller's client.
    pub(super) fn of(http: reqwest::Client) -> Self {
        Self { source: Source::Callers(http), made: Default::default() }
    }

    /// Our own; the usual request is `direct` or not.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub(super) fn new(connect_timeout: Duration, direct: bool) -> Result<Self, reqwest::Error> {
        let connections = Self { source: Source::Own { connect_timeout }, made: Default::default() };
        let usual = Wanted { new: false, direct };
        let client = usual.build(connect_timeout)?;
        if let Some(slot) = connections.slot(usual) {
            slot.get_or_init(|| Some(client));
        }
        Ok(connections)
    }

    /// None: the first call says so.
    pub(super) fn none() -> Self {
        Self { source: Source::None, made: Default::default() }
    }

    /// The client to send with.
    ///
    /// # Errors
    /// [`Error::is_build`] when TLS could not be set up.
    pub(super) fn get(&self, wanted: Wanted) -> Result<&reqwest::Client, Error> {
        let client = match &self.source {
            Source::Callers(client) => Some(client),
            Source::Own { connect_timeout } => self
                .slot(wanted)
                .and_then(|slot| slot.get_or_init(|| wanted.build(*connect_timeout).ok()).as_ref()),
            Source::None => None,
        };
        client.ok_or_else(|| Error::build("TLS could not be set up on this machine"))
    }

    fn slot(&self, wanted: Wanted) -> Option<&OnceLock<Option<reqwest::Client>>> {
        self.made.get(usize::from(wanted.new) + 2 * usize::from(wanted.direct))
    }
}

impl Wanted {
    fn build(self, connect_timeout: Duration) -> Result<reqwest::Client, reqwest::Error> {
        let mut settings = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(connect_timeout);
        if self.new {
            settings = settings.pool_max_idle_per_host(0);
        }
        if self.direct {
            settings = settings.no_proxy();
        }
        settings.build()
    }
}
