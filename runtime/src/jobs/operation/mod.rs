//! Long-running operations: a call that is answered with 202 and the URL of a monitor, which is asked until it says how
//! the operation ended.
//!
//! <https://learn.microsoft.com/graph/long-running-actions-overview>. `look` asks a monitor, `status` reads what it says.

mod look;
mod outcome;
mod start;
mod status;

use std::fmt;
use std::time::{Duration, Instant};

use http::Method;

pub use self::outcome::{OperationOutcome, OperationState};
pub use self::start::OperationCall;
use self::start::absolute;
pub use self::status::OperationStatus;

use crate::client::{Client, may_pass};
use crate::error::{CallName, Error, Kind};
use crate::wire::endpoint::{Endpoint, IntoEndpoint, to_parts};

/// What spans show of a monitor whose endpoint isn't known.
const TEMPLATE: &str = "{monitorUrl}";
/// How many looks in a row may fail, each with its own retries, before watching ends.
const FAILURES: u32 = 5;
/// How long [`Operation::wait`] waits between two looks at least, whatever the monitor says.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// The shortest interval that a caller can choose.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(10);

impl Client {
    /// Starts a long-running operation: calls an endpoint that is answered with `202 Accepted` and the URL of a monitor.
    ///
    /// Nothing is sent until what comes back is awaited. An endpoint that answers with its result at once is an operation
    /// that is done already.
    ///
    /// ```no_run
    /// use graph_endpoint::prelude::*;
    ///
    /// #[graph_endpoint(POST, "/me/drive/items/<id>/copy")]
    /// pub struct CopyItem {
    ///     id: String,
    ///     name: String,
    /// }
    ///
    /// # async fn run(client: Client) -> Result<(), Error> {
    /// let operation = client.operation(CopyItem::builder().id("01ABC").name("copy.docx")).await?;
    /// let saved = operation.monitor_url().map(str::to_owned);
    /// let outcome = operation
    ///     .on_progress(|status| println!("{:?} %", status.percentage_complete()))
    ///     .wait()
    ///     .await?;
    /// println!("the copy is {:?}", outcome.status().resource_id());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// What the service answers; [`Error::is_decode`] for a 202 that names no monitor.
    pub fn operation<E: IntoEndpoint>(&self, endpoint: E) -> OperationCall {
        let endpoint = endpoint.into_endpoint();
        OperationCall {
            client: self.clone(),
            request: to_parts(&endpoint, self.base_url()),
            version: E::Endpoint::VERSION,
            template: E::Endpoint::PATH,
            call: self.call_name(&E::Endpoint::METHOD, E::Endpoint::PATH),
        }
    }

    /// Goes on watching an operation whose [monitor URL](Operation::monitor_url) was saved, or that an endpoint with the
    /// response [`Accepted`](crate::Accepted) has started. A relative one is below `v1.0`.
    ///
    /// The token goes to it only if it is on the client's own host.
    pub fn resume_operation(&self, monitor_url: impl Into<String>) -> Operation {
        let monitor = absolute(&monitor_url.into(), self.base_url(), "v1.0");
        let path = monitor.strip_prefix(self.base_url()).unwrap_or_default();
        let version = if path.starts_with("/beta/") { "beta" } else { "v1.0" };
        let call = self.call_name(&Method::GET, TEMPLATE);
        let operation = Operation::new(self.clone(), TEMPLATE, call, version);
        Operation { monitor: Some(monitor), is_saved: true, ..operation }
    }
}

type OnProgress = Box<dyn FnMut(&OperationStatus) + Send>;

/// An operation that is in flight, or done. Dropping it leaves the operation alone.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use graph_endpoint::prelude::*;
/// # use graph_endpoint::{ValueOf, sandbox::Sandbox};
///
/// #[graph_endpoint(POST, "/me/drive/items/{id}/copy")]
/// struct CopyItem { id: String, name: String }
/// # #[graph_endpoint(GET, "/monitor", response = ValueOf<String>)]
/// # struct Monitor {}
/// # let sandbox = Sandbox::builder()
/// #     .on(|_: CopyItem| async { http::Response::builder().status(202).header("location", "/monitor").body("").unwrap_or_default() })
/// #     .on(|_: Monitor| async {
/// #         http::Response::new(r#"{"status": "completed", "percentageComplete": 100.0, "resourceId": "01DEF"}"#)
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// let copy = CopyItem { id: "01ABC".into(), name: "copy.docx".into() };
///
/// let operation = client.operation(&copy).await?;
/// let saved = operation.monitor_url().map(str::to_owned); // for `client.resume_operation`
/// let done = operation
///     .interval(Duration::from_millis(100))
///     .deadline(Duration::from_secs(60))
///     .on_progress(|status| println!("{:?} %", status.percentage_complete()))
///     .wait()
///     .await?;
/// assert_eq!(done.status().resource_id(), Some("01DEF"));
/// # drop(saved);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "an operation is not watched until `wait` or `poll` is called"]
pub struct Operation {
    client: Client,
    template: &'static str,
    /// What started it: errors name that, and not how the monitor is asked.
    call: CallName,
    /// The API version that locations without one are below.
    version: &'static str,
    /// `None` if the operation was done at once.
    monitor: Option<String>,
    /// The first look at a saved monitor comes at once: whoever saved it has waited.
    is_saved: bool,
    /// How long Graph asked to wait before the next look.
    wait: Option<Duration>,
    interval: Duration,
    deadline: Duration,
    /// When that is over, while somebody waits: no look takes longer.
    until: Option<Instant>,
    on_progress: Option<OnProgress>,
    done: Option<OperationOutcome>,
}

impl Operation {
    fn new(client: Client, template: &'static str, call: CallName, version: &'static str) -> Self {
        Self {
            client,
            template,
            call,
            version,
            monitor: None,
            is_saved: false,
            wait: None,
            interval: Duration::from_secs(5),
            deadline: Duration::from_secs(60 * 60),
            until: None,
            on_progress: None,
            done: None,
        }
    }

    /// The URL to save to [resume](Client::resume_operation) watching another time. It may carry its own authorization:
    /// keep it as you would keep a password. `None` if the operation was done at once.
    pub fn monitor_url(&self) -> Option<&str> {
        self.monitor.as_deref()
    }

    /// How long [`wait`](Self::wait) waits between two looks where Graph doesn't say. 5 s if not set.
    ///
    /// Where Graph says less than a second, `Retry-After: 0` above all, it waits a second, or this interval if that is
    /// shorter. 10 ms is the least.
    #[inline]
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval.max(SHORTEST_INTERVAL);
        self
    }

    /// How long [`wait`](Self::wait) waits in all, whatever the monitor does: answers late, or not at all, or asks for a
    /// longer pause. One hour if not set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Called by [`wait`](Self::wait) with each status that isn't the last one.
    pub fn on_progress(mut self, call: impl FnMut(&OperationStatus) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(call));
        self
    }

    /// Looks until the operation is done, as often as Graph says.
    ///
    /// # Errors
    /// [`Error::is_failed_operation`] when it failed or was cancelled; [`Error::is_timeout`] when it isn't done within the
    /// [deadline](Self::deadline), in which case it goes on and its monitor can be asked later; otherwise what the
    /// monitor answers.
    pub async fn wait(mut self) -> Result<OperationOutcome, Error> {
        let client = self.client.clone();
        self.until = client.environment().now().checked_add(self.deadline);
        let mut failures = 0;
        loop {
            if let Some(outcome) = self.done.take() {
                return Ok(outcome);
            }
            let wait = self.next_wait();
            if self.time_left().is_some_and(|left| wait >= left) {
                let late = Error::new(Kind::Timeout, "the operation is not done yet; it goes on");
                return Err(late.of_call(&self.call));
            }
            client.environment().sleep(wait).await;
            match self.poll().await {
                Ok(OperationState::Running(status)) => {
                    failures = 0;
                    if let Some(call) = &mut self.on_progress {
                        call(&status);
                    }
                }
                Ok(OperationState::Done(_)) => {}
                // The operation goes on, whether we see it or not.
                Err(error) if (may_pass(&error) || error.is_throttled()) && failures < FAILURES => {
                    failures += 1;
                    self.wait = error.retry_after();
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// How long there is still to wait, if somebody waits and clocks reach that far.
    #[inline]
    fn time_left(&self) -> Option<Duration> {
        Some(self.until?.saturating_duration_since(self.client.environment().now()))
    }

    /// How long to wait before the next look.
    #[inline]
    fn next_wait(&mut self) -> Duration {
        if self.is_saved {
            return Duration::ZERO;
        }
        self.wait.take().unwrap_or(self.interval).max(SHORTEST_WAIT.min(self.interval))
    }

    /// Looks once, now. How often is the caller's: a loop of these needs a wait of its own.
    ///
    /// # Errors
    /// As [`wait`](Self::wait), but for the deadline.
    pub async fn poll(&mut self) -> Result<OperationState, Error> {
        self.follow().await.map_err(|error| error.of_call(&self.call))
    }

    /// The operation, for who can't borrow it; what stays behind has no monitor.
    #[cfg(feature = "blocking")]
    pub(crate) fn take(&mut self) -> Self {
        let rest = Self::new(self.client.clone(), self.template, self.call.clone(), self.version);
        std::mem::replace(self, rest)
    }
}

impl fmt::Debug for Operation {
    /// Shows the path as declared; the monitor's URL may carry its own authorization.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation").field("path", &self.template).finish_non_exhaustive()
    }
}
