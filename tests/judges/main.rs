//! Judges that nobody here wrote: Microsoft's clients and types, an OData server, an OpenAPI proxy.
//!
//! Each is pinned in this folder, and installed under target/ by `install`. Where a registry can't be reached or the
//! documentation corpus isn't there, a line says what was skipped. Each judge is also given something wrong, and must
//! refuse it: one that takes all is none.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

mod batches;
mod clients;
mod examples;
mod openapi;
#[allow(dead_code, reason = "these tests take some of it")]
#[path = "../it/support/servers.rs"]
mod servers;
mod service;
mod tools;
mod types;
mod wire;
