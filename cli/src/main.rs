//! `cargo graph`.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use cargo_graph::{Example, Options, declare, file, operations, read};
use clap::{Args, Parser, Subcommand};

/// Declarations of Microsoft Graph endpoints
#[derive(Parser)]
#[command(name = "cargo-graph", bin_name = "cargo graph", version)]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write the declaration of an endpoint from an example of its call
    New(New),
}

#[derive(Args)]
struct New {
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
    /// Keep what nobody declares by hand: `@odata.context`, and null apart from absent in answers too
    #[arg(long)]
    exact: bool,
}

fn main() -> ExitCode {
    // Cargo passes the subcommand's own name on: `cargo-graph graph new ...`.
    let mut arguments: Vec<_> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|first| first == "graph") {
        arguments.remove(1);
    }
    let Cli { command: Task::New(new) } = Cli::parse_from(arguments);
    match new.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

impl New {
    fn run(self) -> Result<(), String> {
        let name = self.example.display();
        let text = text_of(&self.example)?;
        let mut examples = read(&text).map_err(|error| format!("{name}: {error}"))?;
        if let Some(number) = self.pick {
            let count = examples.len();
            let picked = number.checked_sub(1).and_then(|index| examples.into_iter().nth(index));
            let message = || format!("{name}: there is no example {number}; there are {count}");
            examples = vec![picked.ok_or_else(message)?];
        }
        let mut options = Options { name: self.name, template: self.path, exact: self.exact };
        let single = operations(&examples, &options).len() == 1;
        if !single {
            forget_shared_titles(&mut examples);
        }
        let operations = operations(&examples, &options);
        if !single && options.name.is_some() {
            return Err(format!(
                "{name}: there are {} operations here and one `--name`; add `--pick`",
                operations.len()
            ));
        }
        let mut declarations = Vec::new();
        for (index, operation) in operations.iter().enumerate() {
            match declare(operation, &options) {
                Ok(declaration) => declarations.push(declaration),
                Err(error) if single => return Err(format!("{name}: {error}")),
                Err(error) => eprintln!("warning: {name}: operation {} is left out: {error}", index + 1),
            }
            options.name = None;
        }
        if declarations.is_empty() {
            return Err(format!("{name}: no example could be declared"));
        }
        let source = formatted(file(&declarations));
        std::io::stdout().write_all(source.as_bytes()).map_err(|error| format!("can't write: {error}"))
    }
}

/// A title that several examples have is the page's, and the name of none of its operations.
fn forget_shared_titles(examples: &mut [Example]) {
    let titles: Vec<Option<String>> = examples.iter().map(|example| example.title.clone()).collect();
    for example in examples {
        if titles.iter().filter(|title| **title == example.title).count() > 1 {
            example.title = None;
        }
    }
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
    std::fs::read_to_string(path).map_err(|error| format!("can't read {}: {error}", path.display()))
}

/// The source as the project's own rustfmt settings have it; as it is where there is no rustfmt.
fn formatted(source: String) -> String {
    let rustfmt = std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let formatted = Command::new(rustfmt)
        .args(["--edition", "2024", "--emit", "stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .and_then(|mut child| {
            if let Some(mut stdin) = child.stdin.take() {
                stdin.write_all(source.as_bytes())?;
            }
            child.wait_with_output()
        });
    match formatted {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout).unwrap_or(source),
        _ => source,
    }
}
