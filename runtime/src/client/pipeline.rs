//! The one way of a request from an endpoint to the wire and back: the loop of policies and its state.
//!
//! See that it may go there, and name it; then, until it is done: wait while Graph says so, take a permit, authorize,
//! send, follow redirects, and decide whether to try again. All of that within the call's deadline.

use std::pin::pin;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use reqwest::Url;

use super::inner::Inner;
use super::policies::auth::Authorization;
use super::policies::deadline::{Deadline, Progress, Stage};
use super::policies::gate::{self, LedTo};
use super::policies::limit::Permit;
use super::policies::redirect::{self, Hop};
use super::policies::retry::{self, Decision, Retries};
use super::policies::throttle::Throttle;
use super::policies::{admission, trace};
use super::runtime::{Polled, within};
use super::{ResponseBody, Watch};
use crate::error::Error;
use crate::wire::request::Parts;

/// How often a request was sent before.
pub(crate) const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// How much of a response a call waits for.
#[derive(Clone, Copy)]
pub(crate) enum Reading<'w> {
    /// All of it: a body that breaks off is a failed attempt.
    Whole,
    /// All of it; a 2xx body is seen while it comes, from its beginning again with each attempt.
    Watched(&'w Watch<'w>),
    /// Status and headers: the body is still to be read.
    Head,
}

/// Sends a request, as often as it takes, and gives the response, whatever its status.
pub(super) async fn execute(
    client: &Inner,
    parts: &mut Parts,
    reading: Reading<'_>,
    first: Option<Attempted>,
) -> Result<Response<ResponseBody>, Error> {
    let url = client.base.url(&parts.url)?;
    let to_graph = admission::admit(client, &url, parts)?;
    client.identify.apply(&mut parts.headers, to_graph);
    let call = trace::Call::begin(parts);
    let limit = parts.options.timeout;
    let deadline = Deadline::of(parts, client.deadline, client.environment.now());
    let (retries, progress) = (Retries::of(client.retry, parts, deadline), Progress::new());
    let mut in_flight =
        InFlight { client, url: &url, parts, reading, retries, progress: &progress, first, led_to: None };
    // Pinned where it is: it is large, and moving it would cost more than all policies together.
    let attempts: Polled<'_, Outcome> = pin!(call.follow(in_flight.attempts()));
    let outcome = match limit {
        None => attempts.await,
        // Also where the environment's clock stands still.
        Some(limit) => timely(within(limit, attempts).await, || progress.ran_out(deadline)),
    };
    call.end(&outcome);
    outcome
}

/// What a call or an attempt came to, or that it took too long.
fn timely(outcome: Result<Option<Outcome>, Error>, late: impl FnOnce() -> Error) -> Outcome {
    match outcome {
        Ok(Some(outcome)) => outcome,
        Ok(None) => Err(late()),
        Err(error) => Err(error),
    }
}

type Outcome = Result<Response<ResponseBody>, Error>;

/// A response whose body nobody reads. It is let go of when the next one has come: by then its body has come as well, as a
/// rule, and its stream has ended by itself. One that is let go of before costs its connection.
type Superseded = Box<Response<ResponseBody>>;

/// A call between its first attempt and its last.
struct InFlight<'a> {
    client: &'a Inner,
    url: &'a Url,
    parts: &'a mut Parts,
    reading: Reading<'a>,
    retries: Retries,
    progress: &'a Progress,
    /// How the first attempt ended, if it has been made: there is only to decide about it.
    first: Option<Attempted>,
    /// Who answered last, if it wasn't the URL itself but where its redirects led.
    led_to: Option<Box<LedTo>>,
}

/// An attempt that was made elsewhere.
pub(super) type Attempted = Box<Result<Response<ResponseBody>, Error>>;

impl InFlight<'_> {
    /// Tries until the outcome stands.
    async fn attempts(&mut self) -> Result<Response<ResponseBody>, Error> {
        loop {
            // What seldom happens is boxed, here and below, so that each call's future stays small.
            let permit = match self.enter() {
                Some(permit) => Some(permit),
                None if self.first.is_some() => None,
                None => Box::pin(self.queue()).await?,
            };
            let outcome = self.timed_attempt().await;
            let Some(wait) = self.wait_before_retry(&outcome) else {
                return outcome.map(|response| self.hand_out(response));
            };
            drop((outcome, permit));
            trace::retrying(self.retries.count(), wait);
            if !wait.is_zero() {
                self.progress.enter(Stage::Retry);
                self.client.environment.sleep(wait).await;
            }
            self.parts.headers.insert(RETRY_ATTEMPT, HeaderValue::from(self.retries.count()));
        }
    }

    /// How long to wait for the next attempt; `None` if the outcome stands.
    fn wait_before_retry(&mut self, outcome: &Result<Response<ResponseBody>, Error>) -> Option<Duration> {
        let client = self.client;
        let environment = &*client.environment;
        let asked = retry::asked(outcome, environment);
        // For all calls to what asked, whether or not this one is tried again.
        let waits_at_the_gate = asked.is_some_and(|wait| {
            let led_to = self.led_to.as_deref();
            let gate = gate::of_the_response(client, self.parts, self.url, led_to);
            client.throttle.pause(&gate, wait, environment) && led_to.is_none()
        });
        match self.retries.decide(outcome, asked, &client.budget, environment) {
            Decision::Backoff(wait) => Some(wait),
            // The pause is for this call as well: it waits on its way in.
            Decision::Asked(_) if waits_at_the_gate => Some(Duration::ZERO),
            // Another gate than its own, or not for as long as it was told.
            Decision::Asked(wait) => Some(self.spread(wait)),
            Decision::Keep => {
                if outcome.as_ref().is_ok_and(|response| !response.status().is_server_error()) {
                    client.budget.earn();
                }
                None
            }
        }
    }

    fn hand_out(&self, mut response: Response<ResponseBody>) -> Response<ResponseBody> {
        self.retries.mark(&mut response);
        match self.reading {
            Reading::Whole | Reading::Watched(_) => response,
            Reading::Head => response.map(|body| body.handed_out(self.client.transport.timeout())),
        }
    }

    /// A permit to send, if there is one and no need to wait.
    fn enter(&self) -> Option<Permit> {
        match self
            .client
            .throttle
            .wait(|| gate::of(self.client, self.parts, self.url), &*self.client.environment)
        {
            None => self.client.limit.try_enter(),
            Some(_) => None,
        }
    }

    /// Waits while Graph says so, and for a permit to send.
    async fn queue(&mut self) -> Result<Option<Permit>, Error> {
        let client = self.client;
        let environment = &*client.environment;
        loop {
            while let Some(wait) =
                client.throttle.wait(|| gate::of(self.client, self.parts, self.url), environment)
            {
                self.pause(wait).await?;
            }
            self.progress.enter(Stage::Permit);
            let permit = match (client.limit.try_enter(), self.retries.deadline().left(environment.now())) {
                (Some(permit), _) => return Ok(Some(permit)),
                (None, None) => client.limit.enter().await,
                (None, Some(left)) => {
                    within(left, pin!(client.limit.enter())).await?.ok_or_else(|| self.ran_out())?
                }
            };
            if client.throttle.wait(|| gate::of(self.client, self.parts, self.url), environment).is_none() {
                return Ok(permit);
            }
        }
    }

    /// Waits for the end of a pause, and a bit longer if there is time.
    async fn pause(&self, wait: Duration) -> Result<(), Error> {
        self.progress.enter(Stage::Pause);
        let environment = &*self.client.environment;
        match self.retries.deadline().left(environment.now()) {
            Some(Duration::ZERO) => return Err(self.ran_out()),
            Some(left) if wait >= left => return Err(Error::throttled(wait, left)),
            _ => environment.sleep(self.spread(wait)).await,
        }
        Ok(())
    }

    /// `wait` and a bit at random, if there is time for it.
    fn spread(&self, wait: Duration) -> Duration {
        let environment = &*self.client.environment;
        let spread = Throttle::spread(wait, environment);
        match self.retries.deadline().left(environment.now()) {
            Some(left) if spread >= left => wait,
            _ => spread,
        }
    }

    /// The call's time ran out.
    fn ran_out(&self) -> Error {
        self.progress.ran_out(self.retries.deadline())
    }

    async fn timed_attempt(&mut self) -> Result<Response<ResponseBody>, Error> {
        let allowed = self.client.transport.timeout();
        let (deadline, progress) = (self.retries.deadline(), self.progress);
        let left = deadline.left(self.client.environment.now());
        if left.is_some_and(|left| left.is_zero()) {
            return Err(self.ran_out());
        }
        let left = left.filter(|left| *left < allowed);
        let trace = trace::Attempt::begin(self.parts, self.url, self.retries.count());
        let attempt = pin!(trace.follow(self.attempt()));
        let outcome = timely(within(left.unwrap_or(allowed), attempt).await, || match left {
            Some(_) => progress.ran_out(deadline),
            None => progress.attempt_ran_out(allowed),
        });
        trace.end(&outcome);
        outcome
    }

    /// One attempt, with a second token if the first is refused.
    async fn attempt(&mut self) -> Result<Response<ResponseBody>, Error> {
        let client = self.client;
        let mut token = if self.parts.options.anonymous {
            None
        } else {
            let headers = &self.parts.headers;
            match client.auth.authorize(&client.origin, self.url, headers, &*client.environment)? {
                Authorization::Known(token) => token,
                Authorization::Fetch(tokens) => {
                    self.progress.enter(Stage::Token);
                    Some(tokens.header().await?)
                }
            }
        };
        let mut refusal = None::<Superseded>;
        let mut response = loop {
            self.progress.enter(Stage::Response);
            let response = self.exchange(token.as_ref()).await?;
            if response.status() != StatusCode::UNAUTHORIZED {
                break response;
            }
            if refusal.is_some() {
                client.auth.renewal_was_useless();
                break response;
            }
            // Another host's challenge is none for our credential, nor is Graph's to a request that came without the token.
            let at_home = self.led_to.as_ref().is_none_or(|end| end.at_home);
            let Some(refused) = token.filter(|_| at_home && self.retries.may_send_again()) else {
                break response;
            };
            self.progress.enter(Stage::Token);
            token = client.auth.renew(&refused, response.headers()).await?;
            if token.is_none() {
                break response;
            }
            refusal = Some(Box::new(response));
        };
        drop(refusal);
        let (status, limit) = (response.status(), client.transport.max_body_size());
        let watch = match self.reading {
            Reading::Head if status.is_success() || status.is_redirection() => return Ok(response),
            Reading::Watched(watch) => Some(watch),
            Reading::Head | Reading::Whole => None,
        };
        self.progress.enter_body(status);
        if !status.is_success() {
            // It says most by its head: a body that doesn't come may not take the time of the whole attempt.
            let allowed = client.transport.timeout() / 10;
            Box::pin(response.body_mut().read_error(limit, allowed)).await;
        } else if let Err(error) = response.body_mut().read(limit, watch).await {
            return Err(error.behind(response));
        }
        Ok(response)
    }

    /// Sends, and follows where the response leads.
    async fn exchange(&mut self, token: Option<&HeaderValue>) -> Result<Response<ResponseBody>, Error> {
        self.led_to = None;
        let (mut hop, mut led_here) = (None::<Box<Hop>>, None::<Superseded>);
        loop {
            let response = match self.first.take() {
                None => self.send(token, hop.as_deref()).await?,
                Some(attempted) => (*attempted)?,
            };
            if self.parts.options.returns_redirects || !redirect::leads_on(response.status()) {
                return Ok(response);
            }
            let Some(next) = self.next_hop(token, hop, &response)? else { return Ok(response) };
            hop = Some(next);
            drop(led_here.replace(Box::new(response)));
        }
    }

    /// Sends the call's request, or the one that a redirect made of it.
    fn send(
        &mut self,
        token: Option<&HeaderValue>,
        hop: Option<&Hop>,
    ) -> impl Future<Output = Outcome> + Send + use<> {
        let transport = &self.client.transport;
        if let Some(hop) = hop {
            let Hop { method, url, headers, body, .. } = hop;
            return transport.send(method.clone(), url.clone(), headers.clone(), body, false);
        }
        // The copy stays for the next attempt: it has no room left, and more headers come on the way to the wire.
        let copy = self.parts.headers.clone();
        let mut headers = std::mem::replace(&mut self.parts.headers, copy);
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, token.clone());
        }
        let new = self.retries.needs_new_connection();
        transport.send(self.parts.method.clone(), self.url.clone(), headers, &self.parts.body, new)
    }

    /// Where a response leads; `None` if it leads nowhere.
    #[cold]
    fn next_hop(
        &mut self,
        token: Option<&HeaderValue>,
        hop: Option<Box<Hop>>,
        response: &Response<ResponseBody>,
    ) -> Result<Option<Box<Hop>>, Error> {
        let hop = hop.unwrap_or_else(|| Box::new(Hop::first(self.client, self.parts, self.url, token)));
        if response.status() == StatusCode::SEE_OTHER {
            self.retries.carried_out();
        }
        let Some(next) = hop.after(self.client, response)? else { return Ok(None) };
        self.led_to = Some(Box::new(LedTo { url: next.url.clone(), at_home: next.at_home }));
        Ok(Some(Box::new(next)))
    }
}
