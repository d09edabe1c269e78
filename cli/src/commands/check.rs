//! `cargo graph check`: what another schema breaks in the crate.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use cargo_graph::compare::{Break, Error, compare};
use cargo_graph::snapshots;
use clap::Args;
use serde_json::{Value, json};

use super::sources::{Crate, Schema};
use super::{Failure, Format};

/// Tell what a newer schema, or a national cloud's, breaks in your crate, endpoint by endpoint
///
/// Says of each declaration what the compiler would say with that schema, in its words, and what is another thing there
/// than in the workspace's snapshot (types, null, parameters, members). What the compiler says with the workspace's own
/// snapshot as well, and what says `unverified`, is passed over.
#[derive(Args)]
#[command(after_long_help = EXIT_CODES)]
pub(crate) struct Check {
    /// The other schema: `$metadata` or a snapshot, packed by gzip or not
    #[arg(long, value_name = "FILE")]
    against: PathBuf,
    #[command(flatten)]
    schema: Schema,
    /// Which endpoints are meant
    #[arg(long = "api-version", value_name = "VERSION", default_value = "v1.0", value_parser = ["v1.0", "beta"])]
    version: String,
    #[command(flatten)]
    source: Crate,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

const EXIT_CODES: &str = "\
Examples:
  curl --compressed -o metadata.xml 'https://graph.microsoft.com/v1.0/$metadata'
  cargo graph check --against metadata.xml

Exit codes:
  0  nothing breaks
  1  something does, or was not read with `--deny-warnings`
  2  it could not be done";

impl Check {
    pub(crate) fn run(self) -> Result<ExitCode, Failure> {
        let new = Arc::new(snapshots::read(&self.against)?);
        let old = self.schema.find(&self.version)?.map(Arc::new);
        if old.is_none() {
            eprintln!(
                "warning: there is no snapshot to compare with, so this is all that the compiler would say; `--schema` names one"
            );
        }
        let mut source = self.source.read()?;
        source.endpoints.retain(|endpoint| endpoint.version() == self.version);
        let breaks = compare(&source, &self.version, old.as_ref(), &new);
        match self.format {
            Format::Json => {
                let breaks: Vec<Value> = breaks.iter().map(of).collect();
                super::print(&format!("{:#}\n", json!({ "breaks": breaks })))?;
            }
            Format::Text => {
                super::print(&breaks.iter().map(text).collect::<String>())?;
                eprintln!(
                    "{} of {} endpoints and types break",
                    breaks.len(),
                    source.endpoints.len() + source.types.len()
                );
            }
        }
        Ok(if breaks.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}

fn text(Break { name, place, of, errors, changes }: &Break) -> String {
    let file = place.file.display();
    let mut text = format!("{file}:{}: {name} ({of})\n", place.line);
    for Error { line, message } in errors {
        text.push_str(&format!("  {file}:{line}: error: {}\n", indented(message)));
    }
    for change in changes {
        text.push_str(&format!("  {change}\n"));
    }
    text
}

fn of(broken: &Break) -> Value {
    let error = |error: &Error| json!({ "line": error.line, "message": error.message });
    json!({
        "name": broken.name,
        "of": broken.of,
        "file": broken.place.file.display().to_string(),
        "line": broken.place.line,
        "errors": broken.errors.iter().map(error).collect::<Vec<_>>(),
        "changes": broken.changes,
    })
}

/// Lines behind the first one stand a little further in.
fn indented(message: &str) -> String {
    let mut lines = message.lines().map(str::trim_end);
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |text, line| if line.is_empty() { text + "\n" } else { format!("{text}\n    {line}") })
}
