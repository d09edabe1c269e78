//! The third stage: small named rules, all of them reported at once.

pub(crate) mod endpoint;
pub(crate) mod path;
pub(crate) mod roles;
pub(crate) mod types;
pub(crate) mod unfilled;
