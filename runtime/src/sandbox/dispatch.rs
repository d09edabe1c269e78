//! From a request to its answer: who may ask, which handler it is for, and Graph's errors for all that goes wrong.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ALLOW, AUTHORIZATION};
use http::{HeaderValue, Method, Request, Response};

use super::identity::Ids;
use super::route::{Match, match_path};
use super::{SandboxError, batch};
use crate::endpoint::Segment;

pub(super) type Answer = Result<Response<Bytes>, SandboxError>;
pub(super) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;
pub(super) type Handler = Box<dyn Fn(Request<Bytes>) -> BoxFuture<Answer> + Send + Sync>;
pub(super) type Fallback = Box<dyn Fn(Request<Bytes>) -> BoxFuture<Option<Response<Bytes>>> + Send + Sync>;

/// A declared endpoint and what answers it.
pub(super) struct Route {
    pub(super) method: Method,
    pub(super) version: &'static str,
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
}

/// Answers a request. A handler that panics is a 500, and the sandbox goes on.
///
/// Boxed, since the items of a batch come here as well.
pub(super) fn answer(routes: Arc<Routes>, request: Request<Bytes>) -> BoxFuture<Response<Bytes>> {
    let ids = Ids::of(request.headers());
    Box::pin(async move {
        // A task of its own: its panic ends it and nothing else.
        let answer = tokio::spawn(route(routes, request)).await;
        let answer = answer.unwrap_or_else(|_| Err(SandboxError::handler("the handler panicked")));
        let mut answer = answer.unwrap_or_else(|error| error.into_answer(&ids));
        ids.add_to(answer.headers_mut());
        answer
    })
}

async fn route(routes: Arc<Routes>, request: Request<Bytes>) -> Answer {
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
            None => {
                Err(SandboxError::new(404, "ResourceNotFound", "No endpoint of the sandbox has this path."))
            }
        };
    }
    // Of equal ones the last: a test replaces a handler by adding another.
    let best = known
        .iter()
        .filter(|(_, route)| route.method == *request.method())
        .max_by_key(|(matched, _)| matched.specificity());
    match best {
        Some((_, route)) => (route.handler)(request).await,
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
