//! The examples on the pages of rustdoc can be pasted: what they show is imported and declared where it is seen. Hidden is the
//! set-up that a program has already, its client and the server that answers here.

use std::path::{Path, PathBuf};

/// The doc comments' blocks of code in a file, without their slashes.
fn blocks(source: &str) -> Vec<Vec<&str>> {
    let mut blocks = Vec::new();
    let mut open: Option<Vec<&str>> = None;
    for line in source.lines().map(str::trim_start) {
        let Some(text) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else { continue };
        let text = text.strip_prefix(' ').unwrap_or(text);
        match (text.starts_with("```"), open.take()) {
            (true, None) => open = Some(Vec::new()),
            (true, Some(block)) => blocks.push(block),
            (false, Some(mut block)) => {
                block.push(text);
                open = Some(block);
            }
            (false, None) => {}
        }
    }
    blocks
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// What hidden lines import and declare.
fn hidden_names(block: &[&str]) -> Vec<String> {
    let hidden = block.iter().filter_map(|line| line.strip_prefix("# "));
    hidden
        .flat_map(|line| match (line.strip_prefix("use "), line.split_once("struct ")) {
            (Some(path), _) => words(path).map(str::to_owned).collect::<Vec<_>>(),
            (None, Some((_, rest))) => words(rest).take(1).map(str::to_owned).collect(),
            (None, None) => Vec::new(),
        })
        .filter(|name| name.starts_with(char::is_uppercase))
        .collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

#[test]
fn what_an_example_shows_is_not_imported_or_declared_out_of_sight() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src");
    let mut found = Vec::new();
    for folder in ["jobs", "client", "blocking"] {
        files(&runtime.join(folder), &mut found);
    }
    let (mut seen, mut wrong) = (0, Vec::new());
    for path in &found {
        let source = std::fs::read_to_string(path).unwrap();
        for block in blocks(&source) {
            seen += 1;
            let shown: Vec<&str> = block.iter().filter(|line| !line.starts_with("# ")).copied().collect();
            let hidden = hidden_names(&block);
            let missing = words_of(&shown).into_iter().filter(|word| hidden.iter().any(|name| name == word));
            wrong.extend(missing.map(|word| format!("{}: `{word}`", path.display())));
        }
    }
    assert!(seen > 40, "{seen}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The words of code, without those of its comments.
fn words_of<'b>(lines: &[&'b str]) -> Vec<&'b str> {
    lines.iter().flat_map(|line| words(line.split("//").next().unwrap_or_default())).collect()
}

#[test]
fn the_guide_names_all_that_an_error_can_be_asked() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
    let (source, page) = (read("runtime/src/error/mod.rs"), read("guide/src/errors.md"));
    let questions: Vec<&str> =
        source.split("pub fn is_").skip(1).filter_map(|rest| rest.split('(').next()).collect();
    assert!(questions.len() >= 18, "{questions:?}");
    let missing: Vec<&&str> =
        questions.iter().filter(|question| !page.contains(&format!("`is_{question}()`"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
