//! The connections of a client: each runtime's own; kept for the next request, or new for the one that follows a 503;
//! through the environment's proxies, or straight to this machine.
//!
//! A connection is driven by the runtime that made it. Another one that borrows it waits until that runtime runs again,
//! for ever if it is parked, and loses the request if it ends. So no runtime gets a connection of another's: each has a
//! reqwest client, which is reqwest's unit of sharing. The first one's is found without a lock.
//!
//! Graph stands behind many machines, and a kept connection leads to the one that has just said that it can't. reqwest
//! can't be told to leave a kept connection aside for one request; a second client that keeps none can. The same holds
//! for proxies: `HTTP_PROXY` and its kind are not for requests that stay on this machine, where a proxy would only read a
//! token, and a client that has no proxies sends those.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

use super::{runtime, tls};
use crate::error::Error;

/// As many runtimes beside the first keep their connections; more than that (a runtime for each core of a large machine)
/// still work, the one that was idle for longest connects again.
const MAX_OTHERS: usize = 128;

pub(crate) struct Connections {
    source: Source,
    first: OnceLock<Lease>,
    first_made: Made,
    /// The least recently used comes first.
    others: Mutex<Vec<Arc<Other>>>,
}

enum Source {
    /// The caller brought a client, whose settings can't be had from it: all runtimes share it.
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
        Self::from_source(Source::Callers(http))
    }

    /// Our own; the usual request is `direct` or not.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub(super) fn new(connect_timeout: Duration, direct: bool) -> Result<Self, Error> {
        let connections = Self::from_source(Source::Own { connect_timeout });
        let usual = Wanted { new: false, direct };
        let client = usual.build(connect_timeout)?;
        if let Some(slot) = connections.first_made.slot(usual) {
            slot.get_or_init(|| Some(client));
        }
        Ok(connections)
    }

    /// None: the first call says so.
    pub(super) fn none() -> Self {
        Self::from_source(Source::None)
    }

    fn from_source(source: Source) -> Self {
        Self { source, first: OnceLock::new(), first_made: Made::default(), others: Mutex::new(Vec::new()) }
    }

    /// The client to send with from the runtime that this is called in.
    ///
    /// # Errors
    /// [`Error::is_build`] when TLS could not be set up, and outside of tokio.
    pub(super) fn client(&self, wanted: Wanted) -> Result<reqwest::Client, Error> {
        let connect_timeout = match &self.source {
            Source::Callers(client) => return Ok(client.clone()),
            Source::Own { connect_timeout } => *connect_timeout,
            Source::None => return Err(no_tls()),
        };
        let runtime = runtime::current()?;
        if self.first.get_or_init(|| Lease::of(&runtime)).id == runtime.id() {
            return self.first_made.client(wanted, connect_timeout);
        }
        self.other(&runtime).made.client(wanted, connect_timeout)
    }

    /// Those of a runtime that isn't the first. The clients of runtimes that have ended go when a new one comes.
    fn other(&self, runtime: &Handle) -> Arc<Other> {
        let id = runtime.id();
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let other = match others.iter().position(|other| other.lease.id == id) {
            Some(at) => others.remove(at),
            None => {
                others.retain(|other| !other.lease.has_ended());
                if others.len() >= MAX_OTHERS {
                    others.remove(0);
                }
                Arc::new(Other { lease: Lease::of(runtime), made: Made::default() })
            }
        };
        others.push(other.clone());
        other
    }
}

/// A runtime beside the first, and its connections.
struct Other {
    lease: Lease,
    made: Made,
}

/// Whose connections these are, and whether that runtime still runs. It holds nothing of the runtime.
struct Lease {
    id: Id,
    /// A task of the runtime's has the other end, and waits for the end of this one.
    other_end: oneshot::Sender<()>,
}

impl Lease {
    fn of(runtime: &Handle) -> Self {
        let (other_end, end) = oneshot::channel();
        runtime::detach(runtime, async { drop(end.await) });
        Self { id: runtime.id(), other_end }
    }

    fn has_ended(&self) -> bool {
        self.other_end.is_closed()
    }
}

/// Each is made when it is needed, if it ever is; `None` if TLS could not be set up.
#[derive(Default)]
struct Made([OnceLock<Option<reqwest::Client>>; 4]);

impl Made {
    fn client(&self, wanted: Wanted, connect_timeout: Duration) -> Result<reqwest::Client, Error> {
        let slot = self.slot(wanted);
        let client = slot.and_then(|slot| slot.get_or_init(|| wanted.build(connect_timeout).ok()).clone());
        client.ok_or_else(no_tls)
    }

    fn slot(&self, wanted: Wanted) -> Option<&OnceLock<Option<reqwest::Client>>> {
        self.0.get(usize::from(wanted.new) + 2 * usize::from(wanted.direct))
    }
}

impl Wanted {
    fn build(self, connect_timeout: Duration) -> Result<reqwest::Client, Error> {
        tls::check()?;
        let mut settings = tls::choose(reqwest::Client::builder())
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(connect_timeout);
        if self.new {
            settings = settings.pool_max_idle_per_host(0);
        }
        if self.direct {
            settings = settings.no_proxy();
        }
        settings.build().map_err(|source| Error::build("TLS could not be set up").with_source(source))
    }
}

fn no_tls() -> Error {
    Error::build("TLS could not be set up on this machine")
}

#[cfg(test)]
mod tests {
    use tokio::runtime::{Builder, Runtime};

    use super::*;

    fn current_thread() -> Runtime {
        Builder::new_current_thread().build().unwrap()
    }

    fn kept(connections: &Connections) -> usize {
        connections.others.lock().unwrap().len()
    }

    #[test]
    fn runtimes_that_have_ended_are_forgotten_and_the_others_bounded() {
        let connections = Connections::from_source(Source::Own { connect_timeout: Duration::from_secs(1) });
        for _ in 0..1000 {
            let runtime = current_thread();
            let mine = connections.other(runtime.handle());
            assert!(Arc::ptr_eq(&mine, &connections.other(runtime.handle())));
            assert_eq!(kept(&connections), 1);
        }
        let many: Vec<_> = (0..MAX_OTHERS + 2).map(|_| current_thread()).collect();
        let first = connections.other(many[0].handle());
        for runtime in &many {
            connections.other(runtime.handle());
            // In use all the time.
            assert!(Arc::ptr_eq(&first, &connections.other(many[0].handle())));
        }
        assert_eq!(kept(&connections), MAX_OTHERS);
        let tasks = |runtime: &Runtime| {
            runtime.block_on(tokio::task::yield_now());
            runtime.metrics().num_alive_tasks()
        };
        assert_eq!((tasks(&many[0]), tasks(&many[1]), tasks(&many[3])), (1, 0, 1));
        drop((connections, first));
        assert_eq!((tasks(&many[0]), tasks(&many[3])), (0, 0), "nothing of ours stays");
    }
}
