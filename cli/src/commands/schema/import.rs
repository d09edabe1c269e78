//! `cargo graph schema import`: a snapshot from a file of `$metadata`.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cargo_graph::snapshots;
use clap::Args;

use super::store::{Imported, Store};

/// Make the snapshot from a file of `$metadata`, for where there is no network
///
/// A browser or curl gets the file, without signing in:
///
///   curl --compressed -o metadata.xml 'https://graph.microsoft.com/v1.0/$metadata'
///   cargo graph schema import metadata.xml
#[derive(Args)]
#[command(verbatim_doc_comment, after_help = super::EXIT_CODES)]
pub(crate) struct Import {
    /// The XML, packed with gzip or not; `-` is stdin
    file: PathBuf,
    #[command(flatten)]
    store: Store,
    /// The date of the metadata, as in `2026-08-04`, for the snapshot's header
    #[arg(long, value_parser = date)]
    date: Option<String>,
}

impl Import {
    pub(crate) fn run(self) -> Result<ExitCode, String> {
        if self.file == Path::new("-") && std::io::stdin().is_terminal() {
            eprintln!("paste the metadata, then end with Ctrl-D");
        }
        let xml = snapshots::bytes(&self.file)?;
        if snapshots::is_snapshot(&xml) {
            return Err(format!(
                "{}: this is a snapshot, not `$metadata`; it is used where it stands as `graph-schema/{}.txt`, so copy it there",
                self.file.display(),
                self.store.version.name()
            ));
        }
        self.store.import(&Imported { name: &self.file, xml: &xml, date: self.date.as_deref() })
    }
}

fn date(text: &str) -> Result<String, String> {
    match text.parse::<jiff::civil::Date>() {
        Ok(date) => Ok(date.to_string()),
        Err(_) => Err("this is no date; write one like 2026-08-04".to_owned()),
    }
}
