//! What the service asks for and its schema doesn't say, and what is said of a response that isn't read; by the snapshot
//! that the feature `checked` brings.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::path::Path;
use std::process::Command;

/// What `cargo graph new METHOD PATH` prints.
fn declared(method: &str, path: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-graph"))
        .args(["graph", "new", method, path])
        .env("GRAPH_SCHEMA_DIR", Path::new(env!("CARGO_MANIFEST_DIR")).join("../metadata"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{method} {path}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn fields_that_the_schema_has_not() {
    for (path, fields) in [
        ("/me/calendarView", &["query = \"startDateTime\"", "query = \"endDateTime\""][..]),
        ("/me/events/{id}/instances", &["query = \"startDateTime\"", "query = \"endDateTime\""][..]),
        (
            "/users/$count",
            &["header = \"ConsistencyLevel\"", "let count = ", ".consistency_level(\"eventual\")"],
        ),
        ("/groups/{id}/members/$count", &["header = \"ConsistencyLevel\""]),
    ] {
        let source = declared("GET", path);
        fields.iter().for_each(|field| assert!(source.contains(field), "{path} lacks {field}:\n{source}"));
    }
    let count = declared("GET", "/me/messages/$count");
    assert!(!count.contains("ConsistencyLevel"), "{count}");
}

#[test]
fn a_change_says_what_it_responds_with() {
    let source = declared("PATCH", "/me/events/{id}");
    assert!(
        source.contains("/// Responds with nothing, or with the changed `microsoft.graph.event`;"),
        "{source}"
    );
    assert!(!source.contains("response ="), "{source}");
    let source = declared("PUT", "/me/drive/root:/{path}:/content");
    assert!(!source.contains("Responds with"), "{source}");
}
