//! From a request to its response: who may ask, which handler it is for, and Graph's errors for all that goes wrong.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_ENCODING, CONTENT_LENGTH, ORIGIN};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};

use super::hosted::BoxFuture;
use super::identity::Ids;
use super::route::Match;
use super::routes::{Outcome, Route, Routes};
use super::{SandboxError, batch, browsers};

/// How many of the endpoints are named for a path that none has.
const NEAREST_SHOWN: usize = 3;

/// Responds to a request. A handler that panics is a 500, and the sandbox goes on.
///
/// Boxed, since the items of a batch come here as well.
pub(super) fn respond(routes: Arc<Routes>, request: Request<Bytes>) -> BoxFuture<Response<Bytes>> {
    let ids = Ids::of(request.headers());
    let is_of_a_page = request.headers().contains_key(ORIGIN);
    Box::pin(async move {
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
        if is_of_a_page {
            browsers::open(response.headers_mut());
        }
        if let Some((routes, request)) = journaled
            && let Some(journal) = &routes.journal
        {
            journal.add(&request, &response);
        }
        response
    })
}

/// What a request is for.
struct Call<'r> {
    /// Without slashes at its end: they mean nothing to Graph, and no declared path has one.
    path: String,
    /// The routes that have this path, whatever their method.
    known: Vec<(Match, &'r Route)>,
    /// The version segment of a batch.
    batch: Option<String>,
    /// No handler has it, so that `otherwise` is asked before a token is.
    is_open: bool,
}

impl<'r> Call<'r> {
    fn of(routes: &'r Routes, request: &Request<Bytes>) -> Self {
        let path = request.uri().path().trim_end_matches('/').to_owned();
        let known = routes.known(&path);
        let batch = batch::version(request).filter(|_| known.is_empty());
        let is_open = known.is_empty() && routes.fallback.is_some();
        Self { path, known, batch, is_open }
    }

    /// The handler of a method.
    fn handled_by(&self, method: &Method) -> Option<&'r Route> {
        best(&self.known, method)
    }
}

async fn route(routes: Arc<Routes>, request: Request<Bytes>) -> Outcome {
    if browsers::is_preflight(&request) {
        return Ok(browsers::preflight(&request));
    }
    // These URLs carry their own authorization.
    if let Some(resource) = routes.hosted.find(request.uri().path()) {
        return match routes.strike_transfer() {
            Some(error) => Err(error),
            None => Ok(resource(request).await),
        };
    }
    let call = Call::of(&routes, &request);
    let mut standing = None;
    if !call.is_open {
        admit(&routes, &request)?;
        // A batch isn't counted, but each request in it.
        let budget = routes.budget.as_ref().filter(|_| call.batch.is_none());
        standing = budget.map(|budget| budget.spend(Instant::now()));
    }
    let Some(standing) = standing else { return act(&routes, &call, request).await };
    let ids = Ids::of(request.headers());
    let outcome = match standing.refusal() {
        Some(refusal) => Err(refusal),
        None => act(&routes, &call, request).await,
    };
    let mut response = outcome.unwrap_or_else(|error| error.into_response(&ids));
    standing.add_to(response.headers_mut());
    Ok(response)
}

/// Refuses what comes without the token, and what can't be read.
fn admit(routes: &Routes, request: &Request<Bytes>) -> Result<(), SandboxError> {
    if !routes.accepts(request) {
        return Err(SandboxError::unauthenticated());
    }
    if is_compressed(request.headers()) {
        let message = "A compressed body is not taken; send it as it is.";
        return Err(SandboxError::new(415, "UnsupportedMediaType", message));
    }
    Ok(())
}

/// In the order in which Graph does it: what the schema lacks costs no time, and what fails does nothing.
async fn act(routes: &Arc<Routes>, call: &Call<'_>, mut request: Request<Bytes>) -> Outcome {
    if !call.is_open && call.batch.is_none() {
        check_schema(routes, &request)?;
    }
    // HEAD is what a GET would say, up to its body.
    let is_head = *request.method() == Method::HEAD
        && call.handled_by(&Method::HEAD).is_none()
        && call.handled_by(&Method::GET).is_some();
    if is_head {
        *request.method_mut() = Method::GET;
    }
    let is_batched = request.extensions().get::<batch::Batched>().is_some();
    let delay = if is_batched { Duration::ZERO } else { routes.delay_of(request.method(), &call.path) };
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    if let Some(error) = routes.strike(request.method(), &call.path, &call.known) {
        return Err(error);
    }
    if call.is_open {
        if let Some(fallback) = &routes.fallback
            && let Some(response) = fallback(request.clone()).await
        {
            return Ok(response);
        }
        admit(routes, &request)?;
    }
    if let Some(version) = &call.batch {
        let delay =
            |item: &Request<Bytes>| routes.delay_of(item.method(), item.uri().path().trim_end_matches('/'));
        return batch::respond(version, request, delay, |item| respond(Arc::clone(routes), item)).await;
    }
    if call.is_open {
        check_schema(routes, &request)?;
    }
    let response = handle(routes, call, request).await;
    if is_head { response.map(without_body) } else { response }
}

#[cfg_attr(not(feature = "sandbox-schema"), allow(unused_variables))]
fn check_schema(routes: &Routes, request: &Request<Bytes>) -> Result<(), SandboxError> {
    #[cfg(feature = "sandbox-schema")]
    if let Some(schema) = &routes.schema {
        schema.check(request)?;
    }
    Ok(())
}

/// By the handler of the endpoint, of those that have the request's path.
async fn handle(routes: &Routes, call: &Call<'_>, mut request: Request<Bytes>) -> Outcome {
    if call.known.is_empty() {
        return Err(not_found(&routes.routes, request.uri().path()));
    }
    let Some(route) = call.handled_by(request.method()) else {
        return match *request.method() {
            Method::OPTIONS => Ok(options(&call.known)),
            _ => Err(method_not_allowed(call.known.iter().map(|(_, route)| route.method.as_str()))),
        };
    };
    drop_closing_slash(&mut request);
    #[cfg(feature = "tracing")]
    let query = request.uri().query().map(str::to_owned);
    let response = (route.handler)(request).await?;
    #[cfg(feature = "tracing")]
    super::notes::without_select(&route.method, route.path, query.as_deref(), &response);
    Ok(response)
}

/// Of equal ones the last: a test replaces a handler by adding another.
fn best<'r>(known: &[(Match, &'r Route)], method: &Method) -> Option<&'r Route> {
    let of_method = known.iter().filter(|(_, route)| route.method == *method);
    of_method.max_by_key(|(matched, _)| matched.specificity()).map(|(_, route)| *route)
}

/// Graph's clouds say 400 or 415 to them; clients that compress send the body once more on the latter.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-8.4>
fn is_compressed(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity")
}

/// What HEAD gets of a GET. <https://www.rfc-editor.org/rfc/rfc9110#section-9.3.2>
fn without_body(mut response: Response<Bytes>) -> Response<Bytes> {
    let length = HeaderValue::from(response.body().len());
    response.headers_mut().insert(CONTENT_LENGTH, length);
    *response.body_mut() = Bytes::new();
    response
}

fn options(known: &[(Match, &Route)]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    if let Some(allowed) = list_of(known.iter().map(|(_, route)| route.method.as_str())) {
        response.headers_mut().insert(ALLOW, allowed);
    }
    response
}

/// The handler looks for its values in the path once more.
fn drop_closing_slash(request: &mut Request<Bytes>) {
    let uri = request.uri();
    let Some(path) = uri.path().strip_suffix('/') else { return };
    let path = path.trim_end_matches('/');
    let target = uri.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    if let Ok(uri) = Uri::try_from(target) {
        *request.uri_mut() = uri;
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

pub(super) fn method_not_allowed<'a>(methods: impl Iterator<Item = &'a str>) -> SandboxError {
    let error = SandboxError::new(405, "MethodNotAllowed", "This path has no such method.");
    match list_of(methods) {
        Some(allowed) => error.header(ALLOW, allowed),
        None => error,
    }
}

fn list_of<'a>(methods: impl Iterator<Item = &'a str>) -> Option<HeaderValue> {
    let mut methods: Vec<&str> = methods.collect();
    methods.sort_unstable();
    methods.dedup();
    HeaderValue::from_str(&methods.join(", ")).ok()
}
