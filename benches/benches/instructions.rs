//! Instructions and allocations to build one request and to decode one response: declared, and by hand.
//!
//! `cargo bench -p graph-endpoint-benches --bench instructions`; needs valgrind and `gungraun-runner` of the same
//! version as `gungraun`.
#![allow(missing_docs, reason = "the benchmark macros make items of their own")]
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

use std::hint::black_box;

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint_benches::{ANSWER, Assignment, UpdateAssignment, by_hand, update};
use gungraun::prelude::*;
use gungraun::{Dhat, LibraryBenchmarkConfig};

const BASE: &str = "https://graph.microsoft.com";

fn response() -> http::Response<Bytes> {
    http::Response::new(Bytes::from_static(ANSWER.as_bytes()))
}

#[library_benchmark]
#[bench::one(update())]
fn build_declared(update: UpdateAssignment) -> Option<http::Request<Bytes>> {
    black_box(black_box(&update).to_http_request(BASE).ok())
}

#[library_benchmark]
#[bench::one(update())]
fn build_by_hand(update: UpdateAssignment) -> http::Request<Bytes> {
    black_box(by_hand::http_request(black_box(&update), BASE))
}

#[library_benchmark]
#[bench::one(update(), reqwest::Client::new())]
fn build_with_reqwest(update: UpdateAssignment, client: reqwest::Client) -> Option<reqwest::Request> {
    black_box(by_hand::reqwest_request(&client, black_box(&update), BASE, "a-token").build().ok())
}

#[library_benchmark]
#[bench::one(response())]
fn decode_declared(response: http::Response<Bytes>) -> Option<Assignment> {
    black_box(UpdateAssignment::from_http_response(black_box(response)).ok())
}

#[library_benchmark]
#[bench::one(response())]
fn decode_by_hand(response: http::Response<Bytes>) -> Option<by_hand::Assignment> {
    black_box(serde_json::from_slice(black_box(&response).body()).ok())
}

library_benchmark_group!(
    name = one_call,
    benchmarks = [build_declared, build_by_hand, build_with_reqwest, decode_declared, decode_by_hand]
);
main!(config = LibraryBenchmarkConfig::default().tool(Dhat::default()), library_benchmark_groups = one_call);
