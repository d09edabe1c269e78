//! `cargo graph list`: every endpoint of the crate.

use std::process::ExitCode;

use cargo_graph::source::{Endpoint, Source};
use clap::Args;
use serde_json::{Value, json};

use super::sources::Crate;
use super::{Failure, Format, counted};

/// List every endpoint of your crate, without compiling it
///
/// Reads each file that a `mod` line names, whatever its conditions; what only the compiler can see (a file whose path is
/// made while compiling, a macro of your own that writes endpoints) is a warning.
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct List {
    #[command(flatten)]
    source: Crate,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  cargo graph list
  cargo graph list --workspace --format json | jq -r '.endpoints[].path'";

impl List {
    pub(crate) fn run(self) -> Result<ExitCode, Failure> {
        let source = self.source.read()?;
        match self.format {
            Format::Json => super::print(&format!("{:#}\n", json(&source)))?,
            Format::Text => {
                super::print(&text(&source))?;
                eprintln!(
                    "{}, {}",
                    counted(source.endpoints.len(), "endpoint"),
                    counted(source.types.len(), "type")
                );
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// `src/users.rs:12`
pub(super) fn place(endpoint: &Endpoint) -> String {
    format!("{}:{}", endpoint.place.file.display(), endpoint.place.line)
}

fn text(source: &Source) -> String {
    let lines: Vec<[String; 4]> = source
        .endpoints
        .iter()
        .map(|endpoint| {
            let version = if endpoint.version() == "v1.0" { "" } else { endpoint.version() };
            let path = format!("{}{}{}", if version.is_empty() { "" } else { "/" }, version, endpoint.path());
            let cfg: Vec<String> = endpoint.place.cfg.iter().map(|cfg| format!(" cfg({cfg})")).collect();
            [
                endpoint.method().to_owned(),
                path,
                endpoint.name.clone(),
                format!("{}{}", place(endpoint), cfg.concat()),
            ]
        })
        .collect();
    let width = |column: usize| {
        lines.iter().filter_map(|line| line.get(column)).map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let (methods, paths, names) = (width(0), width(1).min(80), width(2));
    let line = |[method, path, name, place]: &[String; 4]| {
        format!("{method:methods$}  {path:paths$}  {name:names$}  {place}\n")
    };
    lines.iter().map(line).collect()
}

fn json(source: &Source) -> Value {
    let endpoint = |endpoint: &Endpoint| {
        json!({
            "name": endpoint.name,
            "method": endpoint.method(),
            "path": endpoint.path(),
            "version": endpoint.version(),
            "response": endpoint.response(),
            "permissions": {
                "delegated": endpoint.permissions.delegated,
                "delegatedPersonal": endpoint.permissions.delegated_personal,
                "application": endpoint.permissions.application,
            },
            "unverified": endpoint.declared.unverified,
            "package": endpoint.place.package,
            "file": endpoint.place.file.display().to_string(),
            "line": endpoint.place.line,
            "cfg": endpoint.place.cfg,
        })
    };
    let unread: Vec<Value> = source
        .unread
        .iter()
        .map(|unread| {
            json!({
                "file": unread.place.file.display().to_string(),
                "line": unread.place.line,
                "message": unread.message,
            })
        })
        .collect();
    json!({ "endpoints": source.endpoints.iter().map(endpoint).collect::<Vec<_>>(), "unread": unread })
}
