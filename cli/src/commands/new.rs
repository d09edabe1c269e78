//! `cargo graph new`: the declaration of an endpoint, from an example of its call.

use std::fs;
use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};

use cargo_graph::{Options, Reading, Warning, declarable, declare_all, file, read_with};
use clap::Args;

#[derive(Args)]
pub(crate) struct New {
    /// A documentation page, a bare HTTP message, a `curl -v` transcript or an `.http` file; `-` is stdin
    #[arg(long, value_name = "FILE")]
    example: PathBuf,
    /// The struct's name, instead of one made from the page's title or the path
    #[arg(long)]
    name: Option<String>,
    /// The path with its placeholders, as in `/users/{id}`, instead of one inferred from the URL
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Only the example with this number; 1 is the first
    #[arg(long, value_name = "NUMBER")]
    pick: Option<usize>,
    /// Keep what nobody declares by hand: `@odata.context`, and null apart from absent in responses too
    #[arg(long)]
    exact: bool,
    /// Write dates and times as jiff's types (the feature `jiff` of graph-endpoint)
    #[arg(long)]
    jiff: bool,
    /// Write GUIDs as `uuid::Uuid` (the feature `uuid` of graph-endpoint)
    #[arg(long)]
    uuid: bool,
    /// Fail if anything of the example was not read, or not read as it stands
    #[arg(long)]
    deny_warnings: bool,
}

impl New {
    pub(crate) fn run(self) -> Result<(), String> {
        let name = self.example.display().to_string();
        let fail = |message: String| format!("{name}: {message}");
        let text = text_of(&self.example)?;
        let folder = self.example.parent().map(Path::to_path_buf).unwrap_or_default();
        let reading =
            read_with(&text, &mut |path| included(&folder, path)).map_err(|error| fail(error.to_string()))?;
        let Reading { mut examples, mut warnings } =
            declarable(reading).map_err(|error| fail(error.to_string()))?;
        if let Some(number) = self.pick {
            let count = examples.len();
            let picked = number.checked_sub(1).and_then(|index| examples.into_iter().nth(index));
            let message = || fail(format!("there is no example {number}; there are {count}"));
            examples = vec![picked.ok_or_else(message)?];
        }
        let options = Options {
            name: self.name,
            template: self.path,
            exact: self.exact,
            jiff: self.jiff,
            uuid: self.uuid,
        };
        let result = declare_all(examples, &options, &mut warnings);
        for Warning { line, message } in &warnings {
            match line {
                0 => eprintln!("warning: {name}: {message}"),
                line => eprintln!("warning: {name}:{line}: {message}"),
            }
        }
        let declarations = result.map_err(|error| fail(error.message))?;
        let source = super::formatted(file(&declarations));
        std::io::stdout().write_all(source.as_bytes()).map_err(|error| format!("can't write: {error}"))?;
        match warnings.len() {
            0 => Ok(()),
            count if self.deny_warnings => Err(fail(format!("{count} warnings, and `--deny-warnings`"))),
            _ => Ok(()),
        }
    }
}

/// A file that a page includes, by its path beside the page. Only other pages are read.
fn included(folder: &Path, path: &str) -> Option<String> {
    let path = Path::new(path.trim_start_matches('~').trim_start_matches('/'));
    let is_plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::ParentDir | Component::CurDir));
    let is_page = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"));
    fs::read_to_string(folder.join(path)).ok().filter(|_| is_plain && is_page)
}

fn text_of(path: &Path) -> Result<String, String> {
    if path == Path::new("-") {
        if std::io::stdin().is_terminal() {
            eprintln!("paste the example, then end with Ctrl-D");
        }
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(|error| format!("can't read stdin: {error}"))?;
        return Ok(text);
    }
    fs::read_to_string(path).map_err(|error| format!("can't read {}: {error}", path.display()))
}
