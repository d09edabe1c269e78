//! The long jobs: what takes more than one request. Each stands on the client's one way to send; the client knows none of
//! them.
//!
//! Uploads, downloads, operations and batches are compiled in the programs that have them, once a program: where they
//! begin is `#[inline]`, as are the larger functions that nothing else calls. A program of single calls doesn't pay for
//! them. Lists and deltas are not: what is generic in an item's type would bring a copy into each module that lists.

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
