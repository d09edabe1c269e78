//! Operations of the published metadata, where the corpus is: each is declared, and its file is Rust. Its absence is printed.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::path::Path;

use cargo_graph::layout::{Crates, crates, modules};
use cargo_graph::{Call, Options, Permissions, Selection, generate, snapshots, whole};

/// Every so many operations; `cargo graph all FOLDER --operations FILE` takes all of them.
const EACH: usize = 61;

#[test]
fn operations_are_declared() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let (metadata, operations) = (corpus.join("metadata-v1.0.xml.gz"), corpus.join("operations.jsonl.gz"));
    if !operations.exists() {
        return println!("skipped: the corpus is not here");
    }
    let snapshot = snapshots::read(&metadata).unwrap();
    let lines = String::from_utf8(snapshots::bytes(&operations).unwrap()).unwrap();
    let operations: Vec<serde_json::Value> =
        lines.lines().step_by(EACH).map(|line| serde_json::from_str(line).unwrap()).collect();
    let call = |operation: &'static serde_json::Value, depth| Call {
        method: operation["method"].as_str().unwrap(),
        path: operation["path"].as_str().unwrap(),
        version: "v1.0",
        select: Selection::default(),
        body: Selection::default(),
        depth,
        permissions: Permissions::default(),
    };
    let operations: &'static [serde_json::Value] = operations.leak();
    let calls: Vec<Call<'_>> = operations.iter().map(|operation| call(operation, usize::MAX)).collect();
    let all = whole(&snapshot, &calls, &Options::default());
    // Annotations name types that the metadata doesn't have.
    let dangling = |(operation, _): &&(String, String)| !operation.contains("/mobileApps");
    assert_eq!(all.left_out.iter().filter(dangling).collect::<Vec<_>>(), Vec::<&(String, String)>::new());
    assert!(all.operations() > 330 && all.types.len() > 500, "{} {}", all.operations(), all.types.len());
    let crates = crates(&all, &Crates { prefix: "graph", paths: true });
    for file in
        modules(&all).iter().chain(&crates).filter(|file| file.path.extension() == Some("rs".as_ref()))
    {
        syn::parse_file(&file.text).unwrap();
    }
    for operation in operations.iter().step_by(20) {
        generate(&snapshot, &call(operation, 2), &Options::default()).unwrap();
    }
}
