//! All that a sandbox can respond with: handlers by path and method, and what it was told beside them.

use std::any::Any;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Method, Request, Response};

use super::budget::Budget;
use super::faults::{Delay, Fault, Target};
use super::hosted::{BoxFuture, Hosted};
use super::journal::Journal;
use super::route::{Match, match_path};
use super::{SandboxEndpoint, SandboxError};

pub(super) type Outcome = Result<Response<Bytes>, SandboxError>;
pub(super) type Handler = Box<dyn Fn(Request<Bytes>) -> BoxFuture<Outcome> + Send + Sync>;
pub(super) type Fallback = Box<dyn Fn(Request<Bytes>) -> BoxFuture<Option<Response<Bytes>>> + Send + Sync>;

/// A declared endpoint and its handler.
pub(super) struct Route {
    pub(super) method: Method,
    pub(super) version: &'static str,
    /// As declared, for messages.
    pub(super) path: &'static str,
    pub(super) route: &'static str,
    pub(super) handler: Handler,
}

/// All that a sandbox knows.
#[derive(Default)]
pub(super) struct Routes {
    pub(super) routes: Vec<Route>,
    pub(super) fallback: Option<Fallback>,
    /// The only token that is accepted; any, if there is none.
    pub(super) token: Option<String>,
    pub(super) hosted: Arc<Hosted>,
    /// More can come while it runs.
    pub(super) faults: RwLock<Vec<Fault>>,
    /// How many of them there were when it started.
    pub(super) faults_at_start: usize,
    /// How far each scripted sequence has come.
    pub(super) sequences: Vec<Arc<AtomicUsize>>,
    /// Before each response.
    pub(super) latency: Duration,
    /// Before those of some endpoints as well.
    pub(super) delays: Vec<Delay>,
    pub(super) budget: Option<Budget>,
    pub(super) panics: Arc<Panics>,
    pub(super) journal: Option<Journal>,
    #[cfg(feature = "sandbox-schema")]
    pub(super) schema: Option<super::schema::Schema>,
}

/// What handlers panicked with.
#[derive(Default)]
pub(super) struct Panics {
    first: Mutex<Option<Box<dyn Any + Send>>>,
}

impl Panics {
    pub(super) fn push(&self, panic: Box<dyn Any + Send>) {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(panic);
    }

    /// The first one, if there was any.
    pub(super) fn take_first(&self) -> Option<Box<dyn Any + Send>> {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Routes {
    /// The routes that have this path, whatever their method.
    pub(super) fn known(&self, path: &str) -> Vec<(Match, &Route)> {
        let matched = |route: &Route| match_path(path, route.version, route.route);
        self.routes.iter().filter_map(|route| Some((matched(route)?, route))).collect()
    }

    /// Adds the handler of an endpoint.
    pub(super) fn add<E: SandboxEndpoint>(&mut self, handler: Handler) {
        let (version, path, route) = (E::VERSION, E::PATH, E::ROUTE);
        self.routes.push(Route { method: E::METHOD, version, path, route, handler });
    }

    /// How long the response to this request takes, beside what all take.
    pub(super) fn delay_of(&self, method: &Method, path: &str) -> Duration {
        let delays = aimed_at(&self.delays, |delay| Some(&delay.target), method, path, &self.known(path));
        delays.into_iter().map(|delay| delay.latency).sum()
    }

    /// The error that this request gets in place of its response, if a fault's turn has come.
    pub(super) fn strike(
        &self,
        method: &Method,
        path: &str,
        known: &[(Match, &Route)],
    ) -> Option<SandboxError> {
        let faults = self.faults.read().unwrap_or_else(PoisonError::into_inner);
        let aimed = aimed_at(&faults, |fault| fault.target.as_ref(), method, path, known);
        aimed.into_iter().find_map(Fault::strike)
    }

    /// Likewise for the URL of a transfer.
    pub(super) fn strike_transfer(&self) -> Option<SandboxError> {
        let faults = self.faults.read().unwrap_or_else(PoisonError::into_inner);
        faults.iter().filter(|fault| fault.target.is_none()).find_map(Fault::strike)
    }

    /// Adds a fault while no request is looked at.
    pub(super) fn add_fault(&self, fault: Fault) {
        self.faults.write().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    /// Whether there is a bearer token, and the one that is expected.
    pub(super) fn accepts(&self, request: &Request<Bytes>) -> bool {
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

/// Those of the most specific endpoint that has this path, be it one with a handler or not: what is said of
/// `/users/{id}` isn't meant for `/users/delta`.
fn aimed_at<'a, T>(
    all: &'a [T],
    target: impl Fn(&T) -> Option<&Target>,
    method: &Method,
    path: &str,
    known: &[(Match, &Route)],
) -> Vec<&'a T> {
    let specificity = |one: &'a T| Some((target(one)?.matched(method, path)?.specificity(), one));
    let matched: Vec<_> = all.iter().filter_map(specificity).collect();
    let handled = known.iter().filter(|(_, route)| route.method == *method);
    let most = handled.map(|(matched, _)| matched.specificity()).max();
    let most = matched.iter().map(|(specificity, _)| specificity).chain(&most).max();
    matched.iter().filter(|(specificity, _)| Some(specificity) == most).map(|(_, one)| *one).collect()
}
