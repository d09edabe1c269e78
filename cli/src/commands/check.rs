//! `cargo graph check`: what another schema breaks in the crate.

use std::path::PathBuf;
use std::process::ExitCode;

use cargo_graph::compare::{Break, compare};
use cargo_graph::snapshots;
use clap::Args;
use serde_json::{Value, json};

use super::Format;
use super::sources::{Crate, Schema};

/// Tell what a newer schema, or a national cloud's, breaks in your crate, endpoint by endpoint
///
/// Compares only what the crate declares: paths, methods, parameters of actions and functions, properties, members of
/// enumerations, types, null. What wasn't in the old schema either, and what says `unverified`, is passed over.
#[derive(Args)]
#[command(after_long_help = EXIT_CODES)]
pub(crate) struct Check {
    /// The other schema: `$metadata` or a snapshot, packed by gzip or not
    #[arg(long, value_name = "FILE")]
    against: PathBuf,
    #[command(flatten)]
    schema: Schema,
    /// Which endpoints are meant
    #[arg(long = "api-version", value_name = "VERSION", default_value = "v1.0")]
    version: String,
    #[command(flatten)]
    source: Crate,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing breaks
  1  something does
  2  it could not be done";

impl Check {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        let new = snapshots::read(&self.against)?;
        let old = self.schema.find(&self.version)?;
        if old.is_none() {
            eprintln!(
                "warning: there is no snapshot to compare with, so types and null are not; `--schema` names one"
            );
        }
        let mut source = self.source.read()?;
        source.endpoints.retain(|endpoint| endpoint.version == self.version);
        let breaks = compare(&source, old.as_ref(), &new);
        match self.format {
            Format::Json => {
                let breaks: Vec<Value> = breaks.iter().map(of).collect();
                println!("{:#}", json!({ "breaks": breaks }));
            }
            Format::Text => {
                for Break { name, place, of, changes } in &breaks {
                    println!("{}:{}: {name} ({of})", place.file.display(), place.line);
                    for change in changes {
                        println!("  {change}");
                    }
                }
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

fn of(broken: &Break) -> Value {
    json!({
        "name": broken.name,
        "of": broken.of,
        "file": broken.place.file.display().to_string(),
        "line": broken.place.line,
        "changes": broken.changes,
    })
}
