//! What the examples send to their sandboxes, and get: each is run once, and its sandbox keeps a journal.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use crate::servers::skipped;
use crate::tools::{folder, printed};

/// All exchanges of the examples.
pub(crate) fn exchanges(what: &str) -> &'static [Value] {
    static EXCHANGES: OnceLock<Vec<Value>> = OnceLock::new();
    EXCHANGES.get_or_init(|| read(what))
}

fn read(what: &str) -> Vec<Value> {
    let journal = folder("examples").join("journal.jsonl");
    std::fs::write(&journal, "").unwrap();
    let mut missing = Vec::new();
    for example in examples() {
        let mut command = Command::new(&example);
        command.env("GRAPH_SANDBOX_JOURNAL", &journal).env_remove("GRAPH_TOKEN");
        match command.output() {
            Ok(output) => drop(printed(&output)),
            Err(_) => missing.push(example),
        }
    }
    if !missing.is_empty() {
        skipped(&format!(
            "{what}: of the examples {} aren't built; `cargo build -p graph-endpoint-examples --all-features --examples` does",
            missing.len()
        ));
    }
    let text = std::fs::read_to_string(journal).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Whether fewer exchanges than usual would be for no reason.
pub(crate) fn are_all_built() -> bool {
    examples().iter().all(|example| example.is_file())
}

/// The programs of the examples, where cargo puts them.
fn examples() -> Vec<PathBuf> {
    let test = std::env::current_exe().unwrap();
    let built = test.parent().and_then(Path::parent).unwrap().join("examples");
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples")).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    let sources = paths.filter(|path| {
        path.extension().is_some_and(|extension| extension == "rs") || path.join("main.rs").is_file()
    });
    sources
        .map(|path| built.join(path.file_stem().unwrap()).with_extension(std::env::consts::EXE_EXTENSION))
        .collect()
}
