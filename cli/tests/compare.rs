//! What `cargo graph check` says of declarations against what the compiler says: the compile-fail cases of what a schema
//! alone shows to be wrong, each with the messages and lines that rustc printed.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use cargo_graph::compare::compare;
use cargo_graph::snapshots;
use cargo_graph::source::{self, Root};

const TESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests");

#[test]
fn check_says_what_the_compiler_says() {
    let folder = Path::new(TESTS);
    let snapshot = Arc::new(snapshots::read(&folder.join("checked/graph-schema/v1.0.txt")).unwrap());
    let mut count = 0;
    for entry in fs::read_dir(folder.join("ui/checked")).unwrap() {
        let file = entry.unwrap().path();
        let stderr = fs::read_to_string(file.with_extension("stderr")).unwrap_or_default();
        if file.extension().is_none_or(|extension| extension != "rs") || stderr.contains("deprecated") {
            continue;
        }
        let source = source::read(&[Root { package: "case".to_owned(), file: file.clone() }]);
        assert!(source.unread.is_empty(), "{:?}", source.unread);
        let breaks = compare(&source, "v1.0", None, &snapshot);
        let mut said: Vec<(usize, String)> = breaks
            .iter()
            .flat_map(|one| &one.errors)
            .map(|error| (error.line, error.message.lines().next().unwrap().to_owned()))
            .collect();
        said.sort();
        let expected = printed(&stderr);
        assert_eq!(said.len(), expected.len(), "{}: {said:?}, {expected:?}", file.display());
        for (said, expected) in said.iter().zip(&expected) {
            let is_same = said.0 == expected.0 && said.1.starts_with(&expected.1);
            assert!(is_same, "{}: {said:?}, {expected:?}", file.display());
        }
        count += 1;
    }
    assert!(count > 30, "{count}");
}

/// The errors that rustc printed, each with its line.
fn printed(stderr: &str) -> Vec<(usize, String)> {
    const PREFIXES: &[&str] = &["error: ", "error[E0080]: evaluation panicked: ", "error[E0277]: "];
    let mut found = Vec::new();
    for (at, line) in stderr.lines().enumerate() {
        let Some(message) = PREFIXES.iter().find_map(|prefix| line.strip_prefix(prefix)) else { continue };
        let place = stderr.lines().skip(at).find_map(|line| line.trim_start().strip_prefix("--> ")).unwrap();
        let number = place.split(':').nth(1).unwrap().parse().unwrap();
        found.push((number, message.to_owned()));
    }
    found.sort();
    found
}
