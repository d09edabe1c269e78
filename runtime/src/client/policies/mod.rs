//! What happens to a request between the endpoint and the wire. Each policy is a file; this one is their order:
//! name the call; then, until it is done: wait while Graph says so, take a place, authorize, send, follow redirects,
//! and judge whether to try again.

pub(super) mod auth;
pub(super) mod budget;
mod challenge;
pub(super) mod identify;
pub(super) mod limit;
mod redirect;
pub(super) mod retry;
pub(super) mod throttle;
pub(super) mod token_cache;
mod trace;

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use reqwest::Url;

use self::auth::Authorization;
use self::limit::Place;
use self::redirect::Hop;
use self::retry::{Retries, Verdict};
use self::throttle::Throttle;
use super::{Inner, ResponseBody, Watch, failure};
use crate::error::Error;
use crate::request::Parts;

/// How often a request was sent before.
pub(crate) const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// How much of an answer an attempt waits for.
#[derive(Clone, Copy)]
enum Reading<'w> {
    /// All of it: a body that breaks off is a failed attempt.
    Whole(Option<&'w Watch<'w>>),
    /// Status and headers.
    Head,
}

/// Sends a request and reads the whole answer, whatever its status.
pub(super) async fn execute(client: &Inner, parts: &mut Parts) -> Result<Response<Bytes>, Error> {
    Ok(run(client, parts, Reading::Whole(None)).await?.map(ResponseBody::into_read))
}

/// As [`execute`]; `watch` sees a 2xx body while it comes, from its beginning again with each attempt.
pub(super) async fn execute_watching(
    client: &Inner,
    parts: &mut Parts,
    watch: &Watch<'_>,
) -> Result<Response<Bytes>, Error> {
    Ok(run(client, parts, Reading::Whole(Some(watch))).await?.map(ResponseBody::into_read))
}

/// Sends a request; the answer's body is still to be read.
pub(super) async fn open(client: &Inner, parts: &mut Parts) -> Result<Response<ResponseBody>, Error> {
    run(client, parts, Reading::Head).await
}

async fn run(
    client: &Inner,
    parts: &mut Parts,
    reading: Reading<'_>,
) -> Result<Response<ResponseBody>, Error> {
    let url = client.base.url(&parts.url)?;
    client.identify.apply(&mut parts.headers, client.origin.is_of(&url) && !parts.options.anonymous);
    let call = trace::Call::begin(parts);
    let limit = parts.options.timeout;
    // Pinned where it is: it is large, and moving it would cost more than all policies together.
    let mut attempts = pin!(call.follow(attempts(client, &url, parts, reading)));
    let outcome = match limit {
        None => attempts.as_mut().await,
        // Places and pauses are waited for within this time, too.
        Some(limit) => {
            tokio::time::timeout(limit, attempts.as_mut()).await.unwrap_or_else(|_| Err(failure::timeout()))
        }
    };
    call.end(&outcome);
    outcome
}

/// Tries until the outcome stands.
async fn attempts(
    client: &Inner,
    url: &Url,
    parts: &mut Parts,
    reading: Reading<'_>,
) -> Result<Response<ResponseBody>, Error> {
    let environment = &*client.environment;
    let allowed = parts.options.timeout.unwrap_or(client.deadline);
    let mut retries = Retries::of(client.retry, parts, environment.now().checked_add(allowed));
    loop {
        // What seldom happens is boxed, here and below, so that each call's future stays small.
        let place = match enter(client, parts) {
            Some(place) => Some(place),
            None => Box::pin(queue(client, parts, &mut retries)).await?,
        };
        let outcome = timed_attempt(client, url, parts, reading, &mut retries).await;
        let asked = retry::asked(&outcome, environment);
        // For all calls, whether or not this one is tried again.
        if let Some(until) = asked.and_then(|wait| environment.now().checked_add(wait)) {
            client.throttle.pause(parts.template, until);
        }
        let wait = match retries.judge(&outcome, asked, environment) {
            Verdict::Guessed(wait) if client.budget.spend() => wait,
            // The pause is for this call as well: it waits on its way in.
            Verdict::Asked => Duration::ZERO,
            Verdict::Keep | Verdict::Guessed(_) => {
                if outcome.as_ref().is_ok_and(|response| !response.status().is_server_error()) {
                    client.budget.earn();
                }
                return outcome.map(|response| response.map(|body| hand_out(client, body, reading, place)));
            }
        };
        drop((outcome, place));
        trace::retrying(retries.count(), wait);
        if !wait.is_zero() {
            environment.sleep(wait).await;
        }
        parts.headers.insert(RETRY_ATTEMPT, HeaderValue::from(retries.count()));
    }
}

fn hand_out(client: &Inner, body: ResponseBody, reading: Reading<'_>, place: Option<Place>) -> ResponseBody {
    match reading {
        Reading::Whole(_) => body,
        Reading::Head => body.handed_out(place, client.transport.timeout()),
    }
}

/// A place among the requests under way, if there is one and no need to wait.
fn enter(client: &Inner, parts: &Parts) -> Option<Place> {
    match client.throttle.wait(parts.template, &*client.environment) {
        None => client.limit.try_enter(),
        Some(_) => None,
    }
}

/// Waits while Graph says so, and for a place among the requests under way.
async fn queue(client: &Inner, parts: &Parts, retries: &mut Retries) -> Result<Option<Place>, Error> {
    let environment = &*client.environment;
    loop {
        while let Some(wait) = client.throttle.wait(parts.template, environment) {
            if retries.time_left(environment.now()).is_some_and(|left| wait >= left) {
                return Err(Error::throttled(wait));
            }
            environment.sleep(Throttle::spread(wait, environment)).await;
        }
        if let Some(place) = client.limit.try_enter() {
            return Ok(Some(place));
        }
        // Standing in our own queue is not the service's fault: it doesn't count.
        let queued = environment.now();
        let place = client.limit.enter().await;
        retries.extend(environment.now().saturating_duration_since(queued));
        if client.throttle.wait(parts.template, environment).is_none() {
            return Ok(place);
        }
    }
}

async fn timed_attempt(
    client: &Inner,
    url: &Url,
    parts: &Parts,
    reading: Reading<'_>,
    retries: &mut Retries,
) -> Result<Response<ResponseBody>, Error> {
    let timeout = client.transport.timeout();
    let timeout = retries.time_left(client.environment.now()).map_or(timeout, |left| left.min(timeout));
    let trace = trace::Attempt::begin(parts, url, retries.count());
    let attempt = pin!(trace.follow(attempt(client, url, parts, reading, retries)));
    let outcome = tokio::time::timeout(timeout, attempt).await.unwrap_or_else(|_| Err(failure::timeout()));
    trace.end(&outcome);
    outcome
}

/// One attempt, with a second token if the first is refused.
async fn attempt(
    client: &Inner,
    url: &Url,
    parts: &Parts,
    reading: Reading<'_>,
    retries: &mut Retries,
) -> Result<Response<ResponseBody>, Error> {
    let environment = &*client.environment;
    let token = if parts.options.anonymous {
        None
    } else {
        match client.auth.authorize(&client.origin, url, &parts.headers, environment)? {
            Authorization::Known(token) => token,
            Authorization::Fetch(tokens) => Some(Box::pin(tokens.header(environment)).await?),
        }
    };
    let mut response = exchange(client, url, parts, token.as_ref(), retries).await?;
    if let Some(token) = token.filter(|_| response.status() == StatusCode::UNAUTHORIZED)
        && retries.may_send_again()
        && let Some(renewed) = Box::pin(client.auth.renew(&token, response.headers(), environment)).await?
    {
        response = Box::pin(exchange(client, url, parts, Some(&renewed), retries)).await?;
    }
    if let Reading::Whole(watch) = reading {
        let watch = watch.filter(|_| response.status().is_success());
        response.body_mut().read(client.transport.max_body_size(), watch).await?;
    }
    Ok(response)
}

/// Sends, and follows where the answer leads.
async fn exchange(
    client: &Inner,
    url: &Url,
    parts: &Parts,
    token: Option<&HeaderValue>,
    retries: &mut Retries,
) -> Result<Response<ResponseBody>, Error> {
    let mut headers = parts.headers.clone();
    if let Some(token) = token {
        headers.insert(AUTHORIZATION, token.clone());
    }
    let new = retries.needs_new_connection();
    let response =
        client.transport.send(parts.method.clone(), url.clone(), headers, &parts.body, new).await?;
    if parts.options.hand_out_redirects || !redirect::leads_on(response.status()) {
        return Ok(response);
    }
    Box::pin(follow(client, Hop::first(parts, url, token), response, retries)).await
}

/// Goes where an answer leads.
async fn follow(
    client: &Inner,
    mut hop: Hop,
    mut response: Response<ResponseBody>,
    retries: &mut Retries,
) -> Result<Response<ResponseBody>, Error> {
    for _ in 0..redirect::MAX_REDIRECTS {
        if response.status() == StatusCode::SEE_OTHER {
            retries.carried_out();
        }
        let Some(next) = hop.after(&response)? else { return Ok(response) };
        let request = next.clone();
        response =
            client.transport.send(request.method, request.url, request.headers, &request.body, false).await?;
        if !redirect::leads_on(response.status()) {
            return Ok(response);
        }
        hop = next;
    }
    Err(redirect::too_many())
}
