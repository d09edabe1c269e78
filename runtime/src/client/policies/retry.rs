//! Whether to send once more, and when.
//!
//! Sent again is what Graph refused without doing it (429, 503, 509, a stream of HTTP/2), what never arrived (no
//! connection), and, if doing it twice does no harm, what has an unknown fate (504, a broken connection, a response that
//! was cut or came too late).
//! <https://learn.microsoft.com/graph/throttling>, <https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2>

use std::time::Duration;

use http::{Method, Response, StatusCode};

use super::budget::Budget;
use super::deadline::Deadline;
use crate::client::failure::is_unprocessed;
use crate::client::{Environment, ResponseBody};
use crate::error::{Error, Kind, SentAgain, is_too_much, retry_after};
use crate::wire::request::Parts;

/// When a call is sent again: after 429, 503 and what else Graph names as passing; after 504 and broken connections where
/// sending twice does no harm. <https://learn.microsoft.com/graph/throttling#best-practices-to-handle-throttling>
///
/// ```
/// use std::time::Duration;
/// use graph_endpoint::{Client, RetryPolicy};
///
/// let patient = RetryPolicy::default().max_retries(6).max_delay(Duration::from_secs(60));
/// let client = Client::builder().token("a-token").retry(patient).build()?;
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_retries: u32,
    first_delay: Duration,
    max_delay: Duration,
}

impl Default for RetryPolicy {
    /// 3 retries; after 3 s, 6 s, 12 s where Graph says nothing else.
    fn default() -> Self {
        Self { max_retries: 3, first_delay: Duration::from_secs(3), max_delay: Duration::from_secs(180) }
    }
}

impl RetryPolicy {
    /// Each call is sent once: 429 and 503, too, come back as errors, with their
    /// [`retry_after`](crate::Error::retry_after).
    pub fn none() -> Self {
        Self::default().max_retries(0)
    }

    /// How often a call is sent again: 3 if not set, at most 10.
    #[must_use]
    pub fn max_retries(self, retries: u32) -> Self {
        Self { max_retries: retries.min(10), ..self }
    }

    /// The wait before the first retry where Graph names none: 3 s if not set. It doubles with each retry, and up to
    /// 1 s of chance is added.
    #[must_use]
    pub fn first_delay(self, delay: Duration) -> Self {
        Self { first_delay: delay, ..self }
    }

    /// The longest of these waits: 180 s if not set. A `Retry-After` of Graph's may be longer.
    #[must_use]
    pub fn max_delay(self, delay: Duration) -> Self {
        Self { max_delay: delay, ..self }
    }

    /// The wait before retry number `retry`, counted from 0.
    fn delay(&self, retry: u32, random: f64) -> Duration {
        let doubled = self.first_delay.saturating_mul(1_u32.checked_shl(retry).unwrap_or(u32::MAX));
        let jitter = Duration::from_secs(1).min(self.first_delay).mul_f64(random.clamp(0.0, 1.0));
        doubled.min(self.max_delay).saturating_add(jitter)
    }
}

/// What to do about an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It stands.
    Keep,
    /// Graph said when to come back.
    Asked(Duration),
    /// Our own guess at when it might work.
    Backoff(Duration),
}

/// What to do about something that may be repeated, after so many retries: for a call as for the items of a batch.
///
/// `asked` is how long Graph asks to stay away, `left` the time there is. Only our own guesses cost something of the
/// budget: where Graph says when to come back, it has room for the call.
pub(crate) fn decide(
    policy: RetryPolicy,
    retries: u32,
    asked: Option<Duration>,
    left: Option<Duration>,
    budget: &Budget,
    environment: &dyn Environment,
) -> Decision {
    if retries >= policy.max_retries {
        return Decision::Keep;
    }
    let wait = asked.unwrap_or_else(|| policy.delay(retries, environment.random()));
    // Sleeping past the deadline would help nobody: better to say at once what Graph said.
    if left.is_some_and(|left| wait >= left) {
        return Decision::Keep;
    }
    match asked {
        Some(wait) => Decision::Asked(wait),
        None if budget.spend() => Decision::Backoff(wait),
        None => Decision::Keep,
    }
}

/// Whether a response with that status says that the request may be sent again.
pub(crate) fn may_repeat_status(status: StatusCode, idempotent: bool) -> bool {
    status == StatusCode::SERVICE_UNAVAILABLE
        || is_too_much(status)
        || status == StatusCode::GATEWAY_TIMEOUT && idempotent
}

/// The retries of one call.
pub(crate) struct Retries {
    policy: RetryPolicy,
    /// How many there were.
    count: u32,
    deadline: Deadline,
    /// It may be sent even if an earlier try may have been carried out.
    idempotent: bool,
    can_rewind: bool,
    /// Graph did it, and where to read what became of it is another matter.
    carried_out: bool,
    /// The last response was 503, or none came in time.
    unavailable: bool,
    /// An attempt at a change was followed by another one, and may have been carried out.
    unsure: bool,
    changes: bool,
}

/// How long Graph asks to stay away, if it does.
pub(crate) fn asked(
    outcome: &Result<Response<ResponseBody>, Error>,
    environment: &dyn Environment,
) -> Option<Duration> {
    match outcome {
        Ok(response) if may_repeat_status(response.status(), true) => {
            retry_after(response.headers(), environment.date())
        }
        _ => None,
    }
}

impl Retries {
    pub(crate) fn of(policy: RetryPolicy, parts: &Parts, deadline: Deadline) -> Self {
        let policy = if parts.options.once { RetryPolicy::none() } else { policy };
        Self {
            policy,
            count: 0,
            deadline,
            idempotent: parts.options.idempotent || is_idempotent(&parts.method),
            can_rewind: parts.body.can_rewind(),
            carried_out: false,
            unavailable: false,
            unsure: false,
            changes: !parts.method.is_safe(),
        }
    }

    /// The response was 303: what is read from here on says nothing about whether it was done.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-15.4.4>
    pub(crate) fn carried_out(&mut self) {
        self.carried_out = true;
    }

    /// Whether the machine at the other end of a kept connection has just said that it can't, or said nothing: over HTTP/2
    /// a connection is kept though a response on it never came.
    pub(crate) fn needs_new_connection(&self) -> bool {
        self.unavailable
    }

    /// Whether it can and may be sent another time, if nobody carried it out unnoticed.
    pub(crate) fn may_send_again(&self) -> bool {
        self.can_rewind && (self.idempotent || !self.carried_out)
    }

    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// Until when the call must be done.
    pub(crate) fn deadline(&self) -> Deadline {
        self.deadline
    }

    /// What to do about the outcome of an attempt, where Graph [`asked`] for that wait; a retry is counted.
    pub(crate) fn decide(
        &mut self,
        outcome: &Result<Response<ResponseBody>, Error>,
        asked: Option<Duration>,
        budget: &Budget,
        environment: &dyn Environment,
    ) -> Decision {
        let may_repeat = match outcome {
            Ok(response) => may_repeat_status(response.status(), self.idempotent),
            Err(error) => self.may_repeat_failure(error),
        };
        if !may_repeat || !self.may_send_again() {
            return Decision::Keep;
        }
        let left = self.deadline.left(environment.now());
        let decision = decide(self.policy, self.count, asked, left, budget, environment);
        if decision != Decision::Keep {
            self.unavailable = match outcome {
                Ok(response) => response.status() == StatusCode::SERVICE_UNAVAILABLE,
                Err(error) => error.kind() == Kind::Timeout,
            };
            self.unsure |= self.changes && is_of_unknown_fate(outcome);
            self.count += 1;
        }
        decision
    }

    /// Says of a response that refuses what an earlier attempt may have done that it may be for that reason: a DELETE of
    /// what is gone by then, a PUT whose `If-Match` is no longer the ETag.
    pub(crate) fn mark(&self, response: &mut Response<ResponseBody>) {
        if self.unsure && matches!(response.status().as_u16(), 404 | 409 | 410 | 412) {
            response.extensions_mut().insert(SentAgain);
        }
    }

    fn may_repeat_failure(&self, error: &Error) -> bool {
        match error.kind() {
            Kind::Connect => true,
            Kind::Transport => self.idempotent || is_unprocessed(error),
            Kind::Timeout => self.idempotent,
            _ => false,
        }
    }
}

fn is_of_unknown_fate(outcome: &Result<Response<ResponseBody>, Error>) -> bool {
    match outcome {
        Ok(response) => response.status() == StatusCode::GATEWAY_TIMEOUT,
        Err(error) => matches!(error.kind(), Kind::Transport | Kind::Timeout) && !is_unprocessed(error),
    }
}

/// PATCH is not among them, though most of Graph's are. <https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2>
fn is_idempotent(method: &Method) -> bool {
    method.is_idempotent()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_the_cap() {
        let policy = RetryPolicy::default();
        let delays: Vec<_> = (0..8).map(|retry| policy.delay(retry, 0.0).as_secs()).collect();
        assert_eq!(delays, [3, 6, 12, 24, 48, 96, 180, 180]);
        assert_eq!(policy.delay(0, 0.5), Duration::from_millis(3500));
        assert_eq!(policy.delay(90, 0.0).as_secs(), 180);
        assert_eq!(RetryPolicy::default().max_retries(99).max_retries, 10);
    }

    #[test]
    fn only_what_does_no_harm_twice_is_idempotent() {
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE, Method::OPTIONS] {
            assert!(is_idempotent(&method), "{method}");
        }
        for method in [Method::POST, Method::PATCH] {
            assert!(!is_idempotent(&method), "{method}");
        }
    }

    #[test]
    fn a_connection_that_failed_or_fell_silent_is_left_aside() {
        let parts = Parts::new(Method::GET, String::new(), "");
        let deadline = Deadline::of(&parts, Duration::from_secs(300), std::time::Instant::now());
        let mut retries = Retries::of(RetryPolicy::default(), &parts, deadline);
        for (kind, new) in [(Kind::Timeout, true), (Kind::Transport, false), (Kind::Connect, false)] {
            let outcome = Err(Error::new(kind, ""));
            retries.decide(&outcome, None, &Budget::full(), &crate::client::environment::Machine);
            assert_eq!(retries.needs_new_connection(), new, "{kind:?}");
        }
    }
}
