//! All that a sandbox can respond with: handlers by path and method, and what it was told beside them.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Method, Request, Response};

use super::SandboxError;
use super::budget::Budget;
use super::faults::{Delay, Fault};
use super::hosted::{BoxFuture, Hosted};
use super::journal::Journal;
use super::route::{Match, match_path};
use crate::wire::route::Segment;

pub(super) type Outcome = Result<Response<Bytes>, SandboxError>;
pub(super) type Handler = Box<dyn Fn(Request<Bytes>) -> BoxFuture<Outcome> + Send + Sync>;
pub(super) type Fallback = Box<dyn Fn(Request<Bytes>) -> BoxFuture<Option<Response<Bytes>>> + Send + Sync>;

/// A declared endpoint and its handler.
pub(super) struct Route {
    pub(super) method: Method,
    pub(super) version: &'static str,
    /// As declared, for messages.
    pub(super) path: &'static str,
    pub(super) segments: &'static [Segment],
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
    pub(super) faults: Vec<Fault>,
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
        let matched = |route: &Route| match_path(path, route.version, route.segments);
        self.routes.iter().filter_map(|route| Some((matched(route)?, route))).collect()
    }

    /// How long the responses of this endpoint take, beside what all take.
    pub(super) fn delay_of(&self, route: &Route) -> Duration {
        let is_meant = |delay: &&Delay| delay.is_for(&route.method, route.version, route.path);
        self.delays.iter().filter(is_meant).map(|delay| delay.latency).sum()
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
