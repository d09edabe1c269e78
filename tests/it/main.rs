//! What users meet, over real sockets on this machine.
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that panics is a test that fails"
)]

mod batch;
mod client;
mod declare;
mod delta;
mod edm;
mod empty_bodies;
mod error;
mod examples_of_docs;
mod faults;
mod filter;
mod hierarchy;
mod kept;
mod literals;
mod multipart;
mod nginx;
mod notifications;
mod odd_texts;
mod odd_values;
mod operation;
mod paging;
mod parameters;
mod query;
mod responses;
mod sandbox;
mod security;
mod support;
mod transfer;
mod untyped;
mod wide;
mod wiremock;
