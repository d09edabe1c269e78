//! What the compiler says about declarations with a mistake: `ui/<class>/<mistake>.rs`, and beside it, in `.stderr`,
//! everything that is printed. `TRYBUILD=overwrite cargo test --test ui` writes those files anew; read them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that panics is a test that fails")]
#![allow(clippy::pedantic, missing_debug_implementations, reason = "pedantry is for what ships")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a mistake can be about; `used` are declarations with a mistake that are used elsewhere.
const CLASSES: &[&str] =
    &["grammar", "path", "fields", "roles", "types", "builder", "response", "used", "written"];

/// Mistakes that a snapshot of the schema shows.
const CHECKED: &str = "checked";

const VARIABLE: &str = "GRAPH_SCHEMA_DIR";

/// All cases in one run: trybuild builds what they have in common once.
#[test]
fn mistakes() {
    let cases = trybuild::TestCases::new();
    for class in CLASSES {
        cases.compile_fail(format!("ui/{class}/*.rs"));
    }
}

/// What is a mistake by the schema alone, in `ui/checked/`: with the snapshot of a small service, `checked/metadata.xml`.
/// The variable that names it is for a process of its own, so that no other case sees it.
#[test]
fn mistakes_against_a_snapshot() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "against_a_snapshot", "--ignored", "--nocapture"]);
    again.env(VARIABLE, Path::new(env!("CARGO_MANIFEST_DIR")).join("checked/graph-schema"));
    assert!(again.status().unwrap().success());
}

#[test]
#[ignore = "a part of `mistakes_against_a_snapshot`"]
fn against_a_snapshot() {
    if std::env::var_os(VARIABLE).is_some() {
        trybuild::TestCases::new().compile_fail(format!("ui/{CHECKED}/*.rs"));
    }
}

/// What the README shows in its section on the check was printed: each block is of a `.stderr` file.
#[test]
fn the_readme_shows_what_was_printed() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap();
    let section = readme.split("\n## ").find(|section| section.starts_with("Checked\n")).unwrap();
    let blocks: Vec<&str> =
        section.split("```text\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();
    assert!(blocks.len() >= 4, "{} blocks", blocks.len());
    let printed: Vec<String> = expectations().iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    for block in blocks {
        assert!(printed.iter().any(|text| text.trim_end() == block), "nothing prints\n{block}");
    }
}

/// One mistake, one error: no cascade of rustc's own, and a message in lower case.
#[test]
fn one_mistake_one_error() {
    let files = expectations();
    assert!(files.len() >= 60, "{} cases", files.len());
    for class in CLASSES {
        assert!(files.iter().any(|file| file.parent().unwrap().ends_with(class)), "no case about {class}");
    }
    let faults: Vec<String> = files.iter().filter_map(|file| fault(file)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn expectations() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let in_class = |class: &&str| fs::read_dir(root.join(class)).unwrap();
    let all = CLASSES.iter().chain([&CHECKED]).flat_map(in_class).map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = all.filter(|path| path.extension().is_some_and(|end| end == "stderr")).collect();
    files.sort();
    files
}

/// What is wrong with the printed text, if anything.
fn fault(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).unwrap();
    let is = |line: &&str, level: &str| {
        line.strip_prefix(level).is_some_and(|rest| rest.starts_with(':') || rest.starts_with('['))
    };
    let errors: Vec<&str> =
        text.lines().filter(|line| is(line, "error") && !line.contains("aborting due to")).collect();
    let [error] = errors.as_slice() else {
        return Some(format!("{}: {} errors", file.display(), errors.len()));
    };
    if let Some(warning) = text.lines().find(|line| is(line, "warning")) {
        return Some(format!("{}: {warning}", file.display()));
    }
    let message = error.split_once(": ").map_or("", |(_, message)| message);
    let first = message.chars().next()?;
    let is_method =
        ["GET ", "PATCH ", "POST ", "PUT ", "DELETE "].iter().any(|method| message.starts_with(method));
    (!first.is_lowercase() && first != '`' && !is_method).then(|| format!("{}: {message}", file.display()))
}
