//! The long jobs: what takes more than one request. Each stands on the client's one way to send; the client knows none of
//! them.
//!
//! They are compiled in the programs that have them, and not in this crate: a program of single calls doesn't pay for them.
//! What only they call is `#[inline]`. That alone would bring a copy into each module that, say, lists, for in a release
//! build each has its own copies of what is `#[inline]`. So where many types of a program lead into one of these rooms, the
//! first function has a type parameter, `Program`, which says nothing and is `()` everywhere: what is generic is compiled
//! once a program, and what is `#[inline]` in there with it. Other rooms that few programs use do the same.

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
