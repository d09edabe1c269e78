//! From a request to its answer: who may ask, which handler it is for, and Graph's errors for all that goes wrong.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, AUTHORIZATION};
use http::{HeaderValue, Method, Request, Response};

use super::faults::Fault;
use super::hosted::Hosted;
use super::identity::Ids;
use super::route::{Match, match_path};
use super::{SandboxError, batch};
use crate::endpoint::Segment;

/// How many of the endpoints are named for a path that none has.
const NEAREST_SHOWN: usize = 3;

pub(super) type Answer = Result<Response<Bytes>, SandboxError>;
pub(super) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;
pub(super) type Handler = Box<dyn Fn(Request<Bytes>) -> BoxFuture<Answer> + Send + Sync>;
pub(super) type Fallback = Box<dyn Fn(Request<Bytes>) -> BoxFuture<Option<Response<Bytes>>> + Send + Sync>;

/// A declared endpoint and what answers it.
pub(super) struct Route {
    pub(super) method: Method,
    pub(super) version: &'static str,
    /// As declared, for messages.
    pub(super) path: &'static str,
    pub(super) segments: &'static [Segment],
    pub(super) handler: Handler,
}

/// All that a sandbox knows to answer.
#[derive(Default)]
pub(super) struct Routes {
    pub(super) routes: Vec<Route>,
    pub(super) fallback: Option<Fallback>,
    /// The only token that is accepted; any, if there is none.
    pub(super) token: Option<String>,
    pub(super) hosted: Arc<Hosted>,
    pub(super) faults: Vec<Fault>,
    /// Before each response.
    pub(super) latency: Duration,
    pub(super) panics: Arc<Panics>,
}

/// What handlers panicked with.
#[derive(Default)]
pub(super) struct Panics {
    first: Mutex<Option<Box<dyn Any + Send>>>,
}

impl Panics {
    fn push(&self, panic: Box<dyn Any + Send>) {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(panic);
    }

    /// The first one, if there was any.
    pub(super) fn take_first(&self) -> Option<Box<dyn Any + Send>> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Answers a request. A handler that panics is a 500, and the sandbox goes on.
///
/// Boxed, since the items of a batch come here as well.
pub(super) fn answer(routes: Arc<Routes>, request: Request<Bytes>) -> BoxFuture<Response<Bytes>> {
    let ids = Ids::of(request.headers());
    Box::pin(async move {
        if !routes.latency.is_zero() {
            tokio::time::sleep(routes.latency).await;
        }
        let panics = Arc::clone(&routes.panics);
        // A task of its own: its panic ends it and nothing else.
        let answer = tokio::spawn(route(routes, request)).await.unwrap_or_else(|ended| {
            if let Ok(panic) = ended.try_into_panic() {
                panics.push(panic);
            }
            Err(SandboxError::handler("the handler panicked"))
        });
        let mut answer = answer.unwrap_or_else(|error| error.into_answer(&ids));
        ids.add_to(answer.headers_mut());
        answer
    })
}

async fn route(routes: Arc<Routes>, request: Request<Bytes>) -> Answer {
    // These URLs carry their own authorization.
    if let Some(resource) = routes.hosted.find(request.uri().path()) {
        return Ok(resource(request).await);
    }
    let known = routes.known(request.uri().path());
    if known.is_empty()
        && let Some(fallback) = &routes.fallback
        && let Some(answer) = fallback(request.clone()).await
    {
        return Ok(answer);
    }
    if !routes.accepts(&request) {
        return Err(SandboxError::unauthenticated());
    }
    if known.is_empty() {
        return match batch::version(&request) {
            Some(version) => batch::answer(Arc::clone(&routes), version, request).await,
            None => Err(not_found(&routes.routes, request.uri().path())),
        };
    }
    // Of equal ones the last: a test replaces a handler by adding another.
    let best = known
        .iter()
        .filter(|(_, route)| route.method == *request.method())
        .max_by_key(|(matched, _)| matched.specificity());
    match best {
        Some((_, route)) => match routes.faults.iter().find_map(|fault| fault.strike(route)) {
            Some(error) => Err(error),
            None => (route.handler)(request).await,
        },
        None => Err(method_not_allowed(known.iter().map(|(_, route)| &route.method))),
    }
}

impl Routes {
    /// The routes that have this path, whatever their method.
    fn known(&self, path: &str) -> Vec<(Match, &Route)> {
        let matched = |route: &Route| match_path(path, route.version, route.segments);
        self.routes.iter().filter_map(|route| Some((matched(route)?, route))).collect()
    }

    /// Whether there is a bearer token, and the one that is expected.
    fn accepts(&self, request: &Request<Bytes>) -> bool {
        let Some(value) = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok()) else {
            return false;
        };
        let Some((scheme, token)) = value.split_once(' ') else { return false };
        let token = token.trim();
        scheme.eq_ignore_ascii_case("bearer")
            && !token.is_empty()
            && self.token.as_deref().is_none_or(|expected| expected == token)
    }
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

fn method_not_allowed<'a>(methods: impl Iterator<Item = &'a Method>) -> SandboxError {
    let mut methods: Vec<&str> = methods.map(Method::as_str).collect();
    methods.sort_unstable();
    methods.dedup();
    let error = SandboxError::new(405, "MethodNotAllowed", "This path has no such method.");
    match HeaderValue::from_str(&methods.join(", ")) {
        Ok(allowed) => error.header(ALLOW, allowed),
        Err(_) => error,
    }
}
