//! What the clones of a client share: its settings, its policies and their state.

use std::sync::Arc;
use std::time::Duration;

use super::SendAlong;
use super::base::Base;
use super::environment::Environment;
use super::origin::Origin;
use super::policies::auth::Auth;
use super::policies::budget::Budget;
use super::policies::credentials::Credentials;
use super::policies::identify::Identify;
use super::policies::limit::Limit;
use super::policies::retry::RetryPolicy;
use super::policies::throttle::Throttle;
use super::transport::Transport;
pub(super) struct Inner {
    pub(super) base: Base,
    pub(super) origin: Origin,
    pub(super) auth: Auth,
    pub(super) credentials: Credentials,
    pub(super) identify: Identify,
    pub(super) retry: RetryPolicy,
    pub(super) budget: Budget,
    pub(super) throttle: Throttle,
    pub(super) limit: Limit,
    /// For a call with all its retries and waits.
    pub(super) deadline: Duration,
    /// Whether errors show Graph's text for people.
    pub(super) shows_messages: bool,
    pub(super) environment: Arc<dyn Environment>,
    pub(super) transport: Transport,
    pub(super) along: Option<Arc<dyn SendAlong>>,
}
