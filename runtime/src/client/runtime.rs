//! What a call needs of tokio: a runtime, its timers and its I/O. Where one is missing tokio panics; here that becomes
//! an error which says what to do, also for a future that is moved out of its runtime halfway.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::Sleep;

use crate::error::{Error, Kind};

/// The runtime that the caller is in.
///
/// # Errors
/// [`Error::is_build`] outside of tokio.
pub(crate) fn current() -> Result<Handle, Error> {
    Handle::try_current().map_err(|source| {
        let message = "there is no tokio runtime here; await the call inside of one (`#[tokio::main]`, \
                       `Runtime::block_on`), or use `graph_endpoint::blocking`";
        Error::build(message).with_source(source)
    })
}

/// Runs `work` beside everything else; nobody waits for it. A task's code is compiled anew for each type of future, and
/// is larger than most of them: these share one.
pub(crate) fn detach(runtime: &Handle, work: impl Future<Output = ()> + Send + 'static) {
    spawn(runtime, Box::pin(work));
}

fn spawn(runtime: &Handle, work: Pin<Box<dyn Future<Output = ()> + Send>>) {
    runtime.spawn(work);
}

/// A timer of the runtime's.
///
/// # Errors
/// As [`current`], and where the runtime's timers are off: tokio has no other way to find that out than its panic.
pub(crate) fn sleep(time: Duration) -> Result<Sleep, Error> {
    current()?;
    catch_unwind(|| tokio::time::sleep(time)).map_err(|panic| {
        if says(&*panic, "timers are disabled") {
            return Error::build(
                "the tokio runtime has no timers; build it with `enable_time` or `enable_all`",
            );
        }
        resume_unwind(panic)
    })
}

/// What is polled here, behind one pointer: a copy of the code for each type of future would be one of all that is in it.
pub(crate) type Polled<'f, T> = Pin<&'f mut (dyn Future<Output = T> + Send + 'f)>;

/// What `future` comes to, if that takes no longer than `time`, by the runtime's clock; else `None`.
///
/// # Errors
/// As [`sleep`], and [`Error::is_transport`] when the future is polled outside of tokio later on: what was sent by then
/// has an unknown fate.
pub(crate) async fn within<T>(time: Duration, mut future: Polled<'_, T>) -> Result<Option<T>, Error> {
    let mut timer = pin!(sleep(time)?);
    poll_fn(|context| {
        if Handle::try_current().is_err() {
            let message =
                "the call was moved out of its tokio runtime while it was in flight; await it inside";
            return Poll::Ready(Err(Error::new(Kind::Transport, message)));
        }
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Ok(Some(output))),
            Poll::Pending => timer.as_mut().poll(context).map(|()| Ok(None)),
        }
    })
    .await
}

/// `future`, which makes connections.
///
/// # Errors
/// [`Error::is_build`] where the runtime's I/O is off, which shows in tokio's panic alone.
pub(crate) async fn connecting<T>(mut future: Polled<'_, T>) -> Result<T, Error> {
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) if says(&*panic, "IO is disabled") => Poll::Ready(Err(Error::build(
            "the tokio runtime has no I/O; build it with `enable_io` or `enable_all`",
        ))),
        Err(panic) => resume_unwind(panic),
    })
    .await
}

fn says(panic: &(dyn Any + Send), text: &str) -> bool {
    let message = panic.downcast_ref::<String>().map(String::as_str);
    message
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .is_some_and(|message| message.as_bytes().windows(text.len()).any(|part| part == text.as_bytes()))
}
