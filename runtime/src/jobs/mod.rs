//! The long jobs: what takes more than one request. Each stands on the client's one way to send; the client knows none of
//! them.

#[cfg(feature = "client")]
mod awaited;
#[cfg(feature = "client")]
pub(crate) mod batch;
#[cfg(feature = "client")]
pub(crate) mod delta;
#[cfg(feature = "client")]
pub(crate) mod operation;
#[cfg(feature = "client")]
pub(crate) mod paging;
pub(crate) mod transfer;
