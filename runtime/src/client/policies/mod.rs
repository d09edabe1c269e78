//! The policies that a request passes, one a file. Their order is the [pipeline](super::pipeline)'s.

pub(super) mod admission;
pub(super) mod auth;
pub(super) mod budget;
pub(super) mod challenge;
pub(super) mod credentials;
pub(super) mod deadline;
pub(super) mod gate;
pub(super) mod identify;
pub(super) mod limit;
pub(super) mod pacing;
pub(super) mod redirect;
mod renewals;
pub(super) mod retry;
pub(super) mod throttle;
pub(super) mod throttle_key;
pub(super) mod token_cache;
mod token_source;
pub(super) mod trace;
