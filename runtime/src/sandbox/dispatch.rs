//! From a request to its response: who may ask, which handler it is for, and Graph's errors for all that goes wrong.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::header::ALLOW;
use http::{HeaderValue, Request, Response};

use super::faults::Fault;
use super::hosted::BoxFuture;
use super::identity::Ids;
use super::route::Match;
use super::routes::{Outcome, Route, Routes};
use super::{SandboxError, batch};

/// How many of the endpoints are named for a path that none has.
const NEAREST_SHOWN: usize = 3;

/// Responds to a request. A handler that panics is a 500, and the sandbox goes on.
///
/// Boxed, since the items of a batch come here as well.
pub(super) fn respond(routes: Arc<Routes>, request: Request<Bytes>) -> BoxFuture<Response<Bytes>> {
    let ids = Ids::of(request.headers());
    Box::pin(async move {
        if !routes.latency.is_zero() {
            tokio::time::sleep(routes.latency).await;
        }
        let panics = Arc::clone(&routes.panics);
        let journaled = routes.journal.is_some().then(|| (Arc::clone(&routes), request.clone()));
        // A task of its own: its panic ends it and nothing else.
        let outcome = tokio::spawn(route(routes, request)).await.unwrap_or_else(|ended| {
            if let Ok(panic) = ended.try_into_panic() {
                panics.push(panic);
            }
            Err(SandboxError::handler("the handler panicked"))
        });
        let mut response = outcome.unwrap_or_else(|error| error.into_response(&ids));
        ids.add_to(response.headers_mut());
        if let Some((routes, request)) = journaled
            && let Some(journal) = &routes.journal
        {
            journal.add(&request, &response);
        }
        response
    })
}

async fn route(routes: Arc<Routes>, request: Request<Bytes>) -> Outcome {
    // These URLs carry their own authorization.
    if let Some(resource) = routes.hosted.find(request.uri().path()) {
        return Ok(resource(request).await);
    }
    let known = routes.known(request.uri().path());
    if known.is_empty()
        && let Some(fallback) = &routes.fallback
        && let Some(response) = fallback(request.clone()).await
    {
        return Ok(response);
    }
    if !routes.accepts(&request) {
        return Err(SandboxError::unauthenticated());
    }
    if let Some(version) = batch::version(&request).filter(|_| known.is_empty()) {
        return batch::respond(&version, request, |item| respond(Arc::clone(&routes), item)).await;
    }
    let Some(standing) = routes.budget.as_ref().map(|budget| budget.spend(Instant::now())) else {
        return handle(&routes, &known, request).await;
    };
    let ids = Ids::of(request.headers());
    let outcome = match standing.refusal() {
        Some(refusal) => Err(refusal),
        None => handle(&routes, &known, request).await,
    };
    let mut response = outcome.unwrap_or_else(|error| error.into_response(&ids));
    standing.add_to(response.headers_mut());
    Ok(response)
}

/// By the handler of the endpoint, of those that have the request's path.
async fn handle(routes: &Routes, known: &[(Match, &Route)], request: Request<Bytes>) -> Outcome {
    #[cfg(feature = "sandbox-schema")]
    if let Some(schema) = &routes.schema {
        schema.check(&request)?;
    }
    if known.is_empty() {
        return Err(not_found(&routes.routes, request.uri().path()));
    }
    // Of equal ones the last: a test replaces a handler by adding another.
    let best = known
        .iter()
        .filter(|(_, route)| route.method == *request.method())
        .max_by_key(|(matched, _)| matched.specificity());
    let Some((_, route)) = best else {
        return Err(method_not_allowed(known.iter().map(|(_, route)| route.method.as_str())));
    };
    let delay = routes.delay_of(route);
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let strike = |fault: &Fault| fault.strike(&route.method, route.version, route.path);
    if let Some(error) = routes.faults.iter().find_map(strike) {
        return Err(error);
    }
    #[cfg(feature = "tracing")]
    let query = request.uri().query().map(str::to_owned);
    let response = (route.handler)(request).await?;
    #[cfg(feature = "tracing")]
    super::notes::without_select(&route.method, route.path, query.as_deref(), &response);
    Ok(response)
}

/// Names the nearest of the declared paths: a handler is missing, or a path has a slip.
fn not_found(routes: &[Route], path: &str) -> SandboxError {
    let wanted: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let alike = |route: &Route| {
        let route =
            std::iter::once(route.version).chain(route.path.split('/').filter(|part| !part.is_empty()));
        let route: Vec<&str> = route.collect();
        let same =
            route.iter().zip(&wanted).filter(|(text, wanted)| text.eq_ignore_ascii_case(wanted)).count();
        (same, std::cmp::Reverse(route.len().abs_diff(wanted.len())))
    };
    let mut nearest: Vec<&Route> = routes.iter().collect();
    nearest.sort_by_key(|route| std::cmp::Reverse(alike(route)));
    let mut names: Vec<String> =
        nearest.iter().map(|route| format!("{} /{}{}", route.method, route.version, route.path)).collect();
    names.dedup();
    names.truncate(NEAREST_SHOWN);
    let message = match names.is_empty() {
        true => "The sandbox has no endpoints; add some with `on`.".to_owned(),
        false => format!("No endpoint of the sandbox has this path; the nearest are {}.", names.join(", ")),
    };
    SandboxError::new(404, "ResourceNotFound", message)
}

pub(super) fn method_not_allowed<'a>(methods: impl Iterator<Item = &'a str>) -> SandboxError {
    let mut methods: Vec<&str> = methods.collect();
    methods.sort_unstable();
    methods.dedup();
    let error = SandboxError::new(405, "MethodNotAllowed", "This path has no such method.");
    match HeaderValue::from_str(&methods.join(", ")) {
        Ok(allowed) => error.header(ALLOW, allowed),
        Err(_) => error,
    }
}
