//! Who waits for whom when a token is renewed: one renewal is one renewal, whatever it comes to.
//!
//! It runs in a task of its own, so that a call which is dropped takes nobody along; it is given up when it takes too
//! long, or when all who waited have left. Everyone who waits shares its token or its failure, and a failure, or a token
//! that Graph refuses again, is remembered for a [`MOMENT`]. Renewals for different claims are different renewals.
//!
//! The task lives on the runtime of the call that began it. When that runtime ends, those who wait on others notice,
//! and one of them begins anew; when it is only not driven, they wait [`ELSEWHERE`].

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Poll;
use std::time::{Duration, Instant};

use http::HeaderValue;
use tokio::runtime::Id;
use tokio::sync::watch::{self, Receiver, Sender};

use super::token_source::{MOMENT, Source, Want};
use crate::client::credential::{AccessToken, TokenRequest};
use crate::client::runtime::{self, within};
use crate::error::{Error, Kind};

/// How long to wait for a renewal that runs on another runtime, which may not be driven.
const ELSEWHERE: Duration = Duration::from_secs(2);

/// What a renewal came to.
type Outcome = Result<HeaderValue, Arc<Error>>;

pub(super) struct Renewals {
    pub(super) source: Source,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How many were begun.
    begun: u64,
    running: Vec<Running>,
    /// What failed, or was of no use, until when that counts.
    remembered: Vec<(Want, Option<Arc<Error>>, Instant)>,
}

struct Running {
    number: u64,
    want: Want,
    runtime: Id,
    since: Instant,
    /// Gone when the task is.
    outcome: Weak<Sender<Option<Outcome>>>,
    /// Lets a renewal go on that nobody waits for.
    ahead: Option<Receiver<Option<Outcome>>>,
}

/// What a call has to do for a token.
enum Way {
    Known(HeaderValue),
    Wait(Wait),
}

struct Wait {
    number: u64,
    outcome: Receiver<Option<Outcome>>,
    is_own: bool,
    is_elsewhere: bool,
}

impl Wait {
    /// The outcome; `None` if the renewal is gone, or runs elsewhere and takes too long.
    async fn end(&mut self) -> Result<Option<Outcome>, Error> {
        let mut coming = pin!(self.outcome.wait_for(Option::is_some));
        let mut patience = pin!(if self.is_elsewhere { Some(runtime::sleep(ELSEWHERE)?) } else { None });
        let outcome = poll_fn(|context| match coming.as_mut().poll(context) {
            Poll::Ready(outcome) => Poll::Ready(outcome.ok().and_then(|outcome| outcome.clone())),
            Poll::Pending => match patience.as_mut().as_pin_mut() {
                Some(timer) => timer.poll(context).map(|()| None),
                None => Poll::Pending,
            },
        });
        Ok(outcome.await)
    }
}

impl Renewals {
    #[inline]
    pub(super) fn new(source: Source) -> Self {
        Self { source, state: Mutex::default() }
    }

    /// Waits for what is wanted, in place of the token that was `refused`.
    pub(super) async fn outcome(
        self: &Arc<Self>,
        want: &Want,
        refused: Option<&HeaderValue>,
    ) -> Result<HeaderValue, Error> {
        let mut given_up = 0;
        loop {
            let mut wait = match self.way(want, refused, given_up)? {
                Way::Known(header) => return Ok(header),
                Way::Wait(wait) => wait,
            };
            match wait.end().await? {
                Some(outcome) => return outcome.map_err(|error| share(&error)),
                None if wait.is_own => {
                    return Err(Error::auth("no token could be had: the renewal ended before it was done"));
                }
                // Its runtime has ended, or isn't driven; this call's is.
                None => given_up = wait.number,
            }
        }
    }

    /// Begins to replace the token ahead of its expiry, unless that is being done.
    #[inline]
    pub(super) fn begin_ahead(self: &Arc<Self>) {
        let mut state = self.state();
        if state.running(&Want::Token, 0, self.source.patience).is_none()
            && let Ok((number, outcome)) = self.begin(&mut state, &Want::Token)
            && let Some(running) = state.running.iter_mut().find(|running| running.number == number)
        {
            running.ahead = Some(outcome);
        }
    }

    /// The last renewal gave a token that Graph refused as well.
    #[inline]
    pub(super) fn was_useless(&self) {
        if let Some(current) = self.source.current() {
            self.state().remember(current.want, None, self.source.environment.now());
        }
    }

    #[inline]
    fn way(
        self: &Arc<Self>,
        want: &Want,
        refused: Option<&HeaderValue>,
        given_up: u64,
    ) -> Result<Way, Error> {
        let runtime = runtime::current()?.id();
        let mut state = self.state();
        // Under the lock: a renewal that has just ended has left its token.
        if let Some(header) = self.at_hand(want, refused) {
            return Ok(Way::Known(header));
        }
        match (state.recall(want, self.source.environment.now()), refused) {
            (Some(Some(error)), _) => return Err(share(&error)),
            (Some(None), Some(refused)) => {
                let header = self.source.current().map_or_else(|| refused.clone(), |current| current.header);
                return Ok(Way::Known(header));
            }
            _ => {}
        }
        if let Some((running, outcome)) = state.running(want, given_up, self.source.patience) {
            // From now on it is for those who wait.
            running.ahead = None;
            let is_elsewhere = running.runtime != runtime;
            return Ok(Way::Wait(Wait { number: running.number, outcome, is_own: false, is_elsewhere }));
        }
        let (number, outcome) = self.begin(&mut state, want)?;
        Ok(Way::Wait(Wait { number, outcome, is_own: true, is_elsewhere: false }))
    }

    /// A token that will do without asking the credential.
    #[inline]
    fn at_hand(&self, want: &Want, refused: Option<&HeaderValue>) -> Option<HeaderValue> {
        let current = self.source.valid()?;
        let will_do = match (want, refused) {
            // Another call was refused, too, and was faster; what Graph asked of that one need not do for this one.
            (Want::Renewal(claims), Some(refused)) => {
                current.header != *refused && (claims.is_none() || current.want == *want)
            }
            _ => true,
        };
        will_do.then_some(current.header)
    }

    #[inline]
    fn begin(
        self: &Arc<Self>,
        state: &mut State,
        want: &Want,
    ) -> Result<(u64, Receiver<Option<Outcome>>), Error> {
        let runtime = runtime::current()?;
        let (sender, receiver) = watch::channel(None);
        let outcome = Arc::new(sender);
        state.begun += 1;
        let number = state.begun;
        state.running.push(Running {
            number,
            want: want.clone(),
            runtime: runtime.id(),
            since: Instant::now(),
            outcome: Arc::downgrade(&outcome),
            ahead: None,
        });
        let renewal = Renewal { renewals: self.clone(), number, want: want.clone(), outcome };
        runtime::detach(&runtime, renewal.run());
        Ok((number, receiver))
    }

    #[inline]
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// A renewal that may be waited for, with its outcome to come: one that was not given up and not forgotten.
    #[inline]
    fn running(
        &mut self,
        want: &Want,
        given_up: u64,
        patience: Duration,
    ) -> Option<(&mut Running, Receiver<Option<Outcome>>)> {
        // A task that nobody waits for any more ends at its next turn.
        self.running.retain(|running| running.outcome.upgrade().is_some_and(|sender| !sender.is_closed()));
        let of_use = |running: &&mut Running| {
            running.want == *want && running.number > given_up && running.since.elapsed() < patience
        };
        let running = self.running.iter_mut().find(of_use)?;
        let outcome = running.outcome.upgrade()?.subscribe();
        Some((running, outcome))
    }

    #[inline]
    fn remember(&mut self, want: Want, failure: Option<Arc<Error>>, now: Instant) {
        self.remembered.retain(|(other, ..)| *other != want);
        self.remembered.extend(now.checked_add(MOMENT).map(|until| (want, failure, until)));
    }

    /// What the last renewal failed with a moment ago, or `None` if it was of no use.
    #[inline]
    fn recall(&mut self, want: &Want, now: Instant) -> Option<Option<Arc<Error>>> {
        self.remembered.retain(|(.., until)| now < *until);
        let remembered = self.remembered.iter().find(|(other, ..)| other == want)?;
        Some(remembered.1.clone())
    }
}

/// A renewal that runs.
struct Renewal {
    renewals: Arc<Renewals>,
    number: u64,
    want: Want,
    outcome: Arc<Sender<Option<Outcome>>>,
}

impl Renewal {
    async fn run(self) {
        let source = &self.renewals.source;
        let request = match &self.want {
            Want::Token => TokenRequest::new(&source.scope),
            Want::Renewal(claims) => TokenRequest::renewing(&source.scope, claims.as_deref()),
        };
        let mut token = source.credential.token(&request);
        let mut left = pin!(self.outcome.closed());
        let wanted = pin!(poll_fn(|context| match token.as_mut().poll(context) {
            Poll::Ready(token) => Poll::Ready(Some(token)),
            Poll::Pending => left.as_mut().poll(context).map(|()| None),
        }));
        let patience = source.patience;
        match within(patience, wanted).await {
            Ok(Some(Some(token))) => self.settle(token),
            // Nobody is left to be told.
            Ok(Some(None)) => {}
            Ok(None) => {
                let message = format!("the credential gave no token within {patience:?}");
                self.settle(Err(Error::new(Kind::Timeout, message)));
            }
            Err(error) => self.settle(Err(error)),
        }
    }

    /// Leaves the token, or the failure, to all who want it.
    #[inline]
    fn settle(&self, token: Result<AccessToken, Error>) {
        let source = &self.renewals.source;
        let now = source.environment.now();
        let mut state = self.renewals.state();
        let outcome = match token {
            Ok(token) => {
                let is_same = source.current().is_some_and(|current| current.header == *token.header());
                let is_expired = token.expires_at().is_some_and(|at| at <= source.environment.date());
                source.take(&token, &self.want, self.number);
                if self.want != Want::Token && (is_same || is_expired) {
                    state.remember(self.want.clone(), None, now);
                }
                Ok(token.header().clone())
            }
            Err(error) => {
                let error = Arc::new(error);
                state.remember(self.want.clone(), Some(error.clone()), now);
                if self.want == Want::Token {
                    source.put_off();
                }
                Err(error)
            }
        };
        state.running.retain(|running| running.number != self.number);
        self.outcome.send_replace(Some(outcome));
    }
}

impl Drop for Renewal {
    #[inline]
    fn drop(&mut self) {
        // Otherwise a task that ends early is seen to be gone. No lock is taken for that: `begin` holds it when a
        // runtime that is shutting down drops the task at once.
        if std::thread::panicking() {
            self.settle(Err(Error::auth("the credential panicked")));
        }
    }
}

/// The same failure for each call that waited for it.
#[inline]
fn share(error: &Arc<Error>) -> Error {
    let kind = if error.is_timeout() { Kind::Timeout } else { Kind::Auth };
    Error::new(kind, format!("no token could be had: {error}")).with_source(error.clone())
}
