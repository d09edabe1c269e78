//! The time that a call has: its own `timeout`, or else the client's deadline. Each of its waits lies within: for a
//! permit, a pause, a token, the response and its body, and for the next attempt.
//!
//! How much is left is told by the [`Environment`](crate::Environment)'s clock. A wait whose end nobody knows ends by
//! the runtime's timer when that much has passed.

use std::fmt;
use std::sync::atomic::{AtomicU8, AtomicU16, Ordering};
use std::time::{Duration, Instant};

use http::{Response, StatusCode};

use crate::error::{Error, Kind};
use crate::wire::request::Parts;

#[derive(Clone, Copy)]
pub(crate) struct Deadline {
    /// `None` where clocks don't reach that far.
    at: Option<Instant>,
    allowed: Duration,
    /// Whether the call has a timeout of its own.
    is_own: bool,
}

impl Deadline {
    /// That of a call which begins now, in a client which allows that much.
    pub(crate) fn of(parts: &Parts, client: Duration, now: Instant) -> Self {
        let allowed = parts.options.timeout.unwrap_or(client);
        let began = parts.options.began.unwrap_or(now);
        Self { at: began.checked_add(allowed), allowed, is_own: parts.options.timeout.is_some() }
    }

    /// How much is left; `None` for more than clocks can tell.
    pub(crate) fn left(&self, now: Instant) -> Option<Duration> {
        self.at.map(|at| at.saturating_duration_since(now))
    }

    /// It ran out.
    pub(crate) fn ran_out(&self, stage: Stage) -> Error {
        let limit = if self.is_own { "the call's timeout" } else { "the client's deadline" };
        timed_out(limit, self.allowed, stage)
    }
}

fn timed_out(limit: &str, allowed: Duration, stage: Stage) -> Error {
    Error::new(Kind::Timeout, format!("{limit} of {allowed:?} ran out while the call waited for {stage}"))
}

/// What a call waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Permit,
    Pause,
    Token,
    Response,
    Body,
    Retry,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Permit => "one of the client's `max_concurrency` permits",
            Self::Pause => "the end of a pause that Graph asked for",
            Self::Token => "a token",
            Self::Response => "the response",
            Self::Body => "the body of the response",
            Self::Retry => "its next attempt",
        })
    }
}

/// The stage that a call is in, to be read while its future is held.
pub(crate) struct Progress {
    stage: AtomicU8,
    /// Of the response whose body is waited for.
    status: AtomicU16,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { stage: AtomicU8::new(Stage::Permit as u8), status: AtomicU16::new(0) }
    }

    pub(crate) fn enter(&self, stage: Stage) {
        self.stage.store(stage as u8, Ordering::Relaxed);
    }

    /// The head of a response is there, and its body still to come.
    pub(crate) fn enter_body(&self, status: StatusCode) {
        self.status.store(status.as_u16(), Ordering::Relaxed);
        self.enter(Stage::Body);
    }

    /// The deadline ran out.
    pub(crate) fn ran_out(&self, deadline: Deadline) -> Error {
        self.tell(deadline.ran_out(self.stage()))
    }

    /// One attempt had its time.
    pub(crate) fn attempt_ran_out(&self, allowed: Duration) -> Error {
        self.tell(timed_out("the timeout of one attempt", allowed, self.stage()))
    }

    /// The same error, with the status if it came behind the head of a response.
    #[cold]
    fn tell(&self, error: Error) -> Error {
        let status = StatusCode::from_u16(self.status.load(Ordering::Relaxed));
        let (Stage::Body, Ok(status)) = (self.stage(), status) else { return error };
        let mut head = Response::new(());
        *head.status_mut() = status;
        error.behind(head)
    }

    pub(crate) fn stage(&self) -> Stage {
        let stage = self.stage.load(Ordering::Relaxed);
        [Stage::Permit, Stage::Pause, Stage::Token, Stage::Response, Stage::Body]
            .into_iter()
            .find(|candidate| *candidate as u8 == stage)
            .unwrap_or(Stage::Retry)
    }
}
