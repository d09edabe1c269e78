//! The README says what is so: its Rust compiles, and its compiler messages are those that the compiler prints.
//!
//! Each block of Rust stands in a file here once more, between what it needs and hides, so that it is compiled; the README
//! has the part between the marks, to the letter.
#![allow(
    clippy::pedantic,
    dead_code,
    unused,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    reason = "shown, not run"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::let_underscore_future,
    reason = "a test that panics is a test that fails"
)]

#[rustfmt::skip]
mod calls;
#[rustfmt::skip]
mod declaration;
#[rustfmt::skip]
mod first_call;
#[rustfmt::skip]
mod jobs;
#[rustfmt::skip]
mod kept;

use std::fs;
use std::path::{Path, PathBuf};

/// The files with the README's blocks, in its order.
const BLOCKS: &[(&str, &str)] = &[
    ("declaration", include_str!("declaration.rs")),
    ("first_call", include_str!("first_call.rs")),
    ("kept", include_str!("kept.rs")),
    ("calls", include_str!("calls.rs")),
    ("jobs", include_str!("jobs.rs")),
];

const README: &str = include_str!("../../../README.md");

#[test]
fn each_block_is_the_one_that_compiles() {
    let blocks = blocks("rust");
    assert_eq!(blocks.len(), BLOCKS.len(), "the README has another number of blocks than this folder");
    for (block, (name, source)) in blocks.iter().zip(BLOCKS) {
        let (_, shown) = source.split_once("// README\n").unwrap();
        let (shown, _) = shown.split_once("// end\n").unwrap_or((shown, ""));
        let shown = shown.trim_end_matches(' ');
        assert_eq!(*block, unindented(shown), "the README's block isn't that of `{name}.rs`");
    }
}

/// The README shows the first part of a message at least; `tests/ui` has all of it.
#[test]
fn each_message_is_what_the_compiler_prints() {
    let printed = printed(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui"));
    let messages: Vec<String> =
        blocks("text").into_iter().filter(|block| block.starts_with("error")).collect();
    assert!(messages.len() >= 5, "{messages:?}");
    for message in messages {
        let is_printed = printed.iter().any(|printed| printed.contains(&message));
        assert!(is_printed, "no case in tests/ui prints\n{message}");
    }
}

/// The texts of the fenced blocks in that language.
fn blocks(language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let begun = README.split(&fence).skip(1);
    begun.map(|rest| rest.split_once("```").unwrap().0.to_owned()).collect()
}

/// All `.stderr` files in the folder.
fn printed(folder: &Path) -> Vec<String> {
    let entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let (folders, files): (Vec<_>, Vec<_>) = entries.into_iter().partition(|path| path.is_dir());
    let files = files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "stderr"));
    let texts = files.map(|path| fs::read_to_string(path).unwrap());
    texts.chain(folders.iter().flat_map(|folder| printed(folder))).collect()
}

/// Without what all lines begin with.
fn unindented(text: &str) -> String {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let indent = lines().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    text.lines().map(|line| format!("{}\n", line.get(indent..).unwrap_or(""))).collect()
}
