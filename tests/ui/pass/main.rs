//! Declarations that must compile without a warning, and what they write: `cargo test --test pass`.
//!
//! The mistakes beside this folder are built by trybuild, a crate each; these share one crate, which costs less and
//! denies the same lints.
#![deny(warnings, missing_docs, unused_qualifications, clippy::all)]
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that panics is a test that fails")]
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

pub mod attributes;
pub mod conditional;
pub mod enumerations;
pub mod generics;
pub mod hygiene;
pub mod keys;
pub mod macros;
pub mod names;
pub mod names_of_std;
pub mod paths;
pub mod places;
pub mod pointers;
pub mod polymorphic;
pub mod recursive;
pub mod roles;
pub mod sizes;
pub mod types;
pub mod visibility;

use graph_endpoint::Endpoint;

/// Method and URL after the host, with the body behind it if there is one.
fn wire<E: Endpoint>(endpoint: &E) -> String {
    let request = endpoint.to_http_request("https://h").unwrap();
    let url = request.uri().to_string();
    let mut text = format!("{} {}", request.method(), url.trim_start_matches("https://h"));
    if !request.body().is_empty() {
        text.push(' ');
        text.push_str(std::str::from_utf8(request.body()).unwrap());
    }
    text
}

/// The declarations of this folder, counted in its source.
#[test]
fn there_are_sixty() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/pass");
    let sources =
        std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()));
    let marks = ["#[graph_endpoint(", "#[graph_type"];
    let declarations: usize = sources
        .map(|source| {
            let source = source.unwrap();
            source.lines().filter(|line| marks.iter().any(|mark| line.trim_start().starts_with(mark))).count()
        })
        .sum();
    assert!(declarations >= 60, "{declarations}");
}
