//! The thread that drives connections and timers, and how others wait for what it does.
//!
//! Its runtime is one of tokio's multi-threaded ones, with one worker: when a callback blocks that worker by a call of
//! its own, the runtime's work moves on to another thread, and the call comes to its end.

use std::cell::Cell;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use tokio::runtime::{Builder, EnterGuard, Handle, Runtime};
use tokio::task::{JoinError, JoinHandle};

use crate::error::{Error, Kind};

thread_local! {
    /// Whether this is a thread of a driver's.
    static DRIVES: Cell<bool> = const { Cell::new(false) };
}

/// Ends with the last clone of its client.
pub(super) struct Driver {
    handle: Handle,
    /// `None` once it has ended.
    runtime: Option<Runtime>,
}

impl Driver {
    /// # Errors
    /// [`Error::is_build`] when no thread can be had.
    pub(super) fn start() -> Result<Self, Error> {
        let mut builder = Builder::new_multi_thread();
        builder
            .worker_threads(1)
            .thread_name("graph-endpoint")
            .on_thread_start(|| DRIVES.set(true))
            .enable_all();
        // tokio panics where the machine gives no thread.
        match catch_unwind(AssertUnwindSafe(|| builder.build())) {
            Ok(Ok(runtime)) => Ok(Self { handle: runtime.handle().clone(), runtime: Some(runtime) }),
            Ok(Err(source)) => Err(Error::build("no runtime could be started").with_source(source)),
            Err(_) => Err(Error::build("no thread could be started")),
        }
    }

    /// Runs a future to its end, and waits for that. A panic of the future's goes on here.
    ///
    /// # Errors
    /// When the runtime ended before.
    pub(super) fn run<F>(&self, future: F) -> Result<F::Output, Error>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let task = self.handle.spawn(future);
        let outcome = match DRIVES.get() {
            true => tokio::task::block_in_place(|| wait_for(task)),
            false => wait_for(task),
        };
        outcome.map_err(|end| match end.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            Err(_) => Error::new(Kind::Transport, "the client's thread ended before the call"),
        })
    }

    /// Within the runtime, for what can't do without one.
    pub(super) fn enter(&self) -> EnterGuard<'_> {
        self.handle.enter()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Waits for nothing: the last clone may be dropped in async code, or by a callback.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Parks this thread until the task has ended.
fn wait_for<T>(mut task: JoinHandle<T>) -> Result<T, JoinError> {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match Pin::new(&mut task).poll(&mut context) {
            Poll::Ready(outcome) => return outcome,
            Poll::Pending => std::thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
