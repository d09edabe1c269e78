//! A workspace: a crate for each word that a path begins with, and one that all depend on for the types.
//!
//! The compiler holds all of a crate at once and works on one of it at a time. Operations under different words share
//! nothing but types, so apart they take a tenth of the memory and every core, and a program compiles those that it calls.

use super::paths::paths;
use super::{ALLOWED, File, types};
use crate::file::fitting;
use crate::generate::Whole;

/// How the crates are written.
#[derive(Clone, Copy, Debug)]
pub struct Crates<'c> {
    /// What their names begin with: `graph` gives `graph-users`.
    pub prefix: &'c str,
    /// Whether each has a test that builds every path.
    pub paths: bool,
}

/// What each crate depends on, by the workspace's versions.
const DEPENDENCIES: &str = "graph-endpoint.workspace = true\nserde_json.workspace = true\n";

/// The files of a folder: its `Cargo.toml`, and a folder for each crate.
pub fn crates(whole: &Whole, options: &Crates<'_>) -> Vec<File> {
    let Crates { prefix, paths: with_paths } = *options;
    let types_crate = format!("{prefix}-types");
    let types_path = types_crate.replace('-', "_");
    let (above, mut files) = types("types/src", &whole.types);
    files.push(File::new("types/src/lib.rs", above));
    files.push(File::new("types/Cargo.toml", manifest(&types_crate, "The types of all operations", "")));
    let mut members = vec!["types".to_owned()];
    for (name, declarations) in &whole.roots {
        let folder = name.trim_start_matches("r#").replace('_', "-");
        let word = first_word(declarations);
        let source = format!(
            "//! Operations whose path begins with `/{word}`.\n{ALLOWED}\npub use {types_path} as types;\n#[allow(unused_imports)]\nuse {types_path}::*;\n{}",
            fitting(declarations)
        );
        files.push(File::new(format!("{folder}/src/lib.rs"), source));
        let package = format!("{prefix}-{folder}");
        let description = format!("Operations whose path begins with /{word}");
        let more = format!("{types_crate}.workspace = true\n");
        files.push(File::new(format!("{folder}/Cargo.toml"), manifest(&package, &description, &more)));
        if with_paths {
            let test = paths(&package.replace('-', "_"), declarations, &whole.types);
            files.push(File::new(format!("{folder}/tests/paths.rs"), test));
        }
        members.push(folder);
    }
    files.push(File::new("Cargo.toml", workspace(&members, &types_crate)));
    files
}

/// `users`, as the path has it.
fn first_word(declarations: &[crate::model::Declaration]) -> &str {
    let path = declarations.first().map_or("", |declaration| declaration.endpoint.path.as_str());
    let word = path.split('/').nth(1).unwrap_or_default();
    word.split('(').next().unwrap_or(word)
}

fn manifest(package: &str, description: &str, more: &str) -> String {
    format!(
        "[package]\nname = \"{package}\"\ndescription = \"{description}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{DEPENDENCIES}{more}"
    )
}

fn workspace(members: &[String], types_crate: &str) -> String {
    let members: String = members.iter().map(|member| format!("    \"{member}\",\n")).collect();
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n\n[workspace.dependencies]\ngraph-endpoint = \"{version}\"\nserde_json = \"1\"\n{types_crate} = {{ path = \"types\" }}\n"
    )
}
