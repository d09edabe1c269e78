//! `cargo graph add`: the same as `new`, at the end of a file of the crate.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use cargo_graph::{appended, snapshots};
use clap::Args;

use super::Failure;
use super::new::What;

/// Add the declaration of an endpoint to the end of a file of your crate
///
/// Types that the file has already are used and not written again; every byte that is there stays. A file that isn't there
/// is made; say `mod` yourself.
#[derive(Args)]
#[command(
    after_long_help = "Example:\n  cargo graph add --to src/users.rs GET /users/{id} --select id,displayName"
)]
pub(crate) struct Add {
    /// The file
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    what: What,
}

impl Add {
    pub(crate) fn run(self) -> Result<ExitCode, Failure> {
        let name = self.to.display();
        let (before, is_new) = match fs::read_to_string(&self.to) {
            Ok(text) => (text, false),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (String::new(), true),
            Err(error) => return Err(snapshots::unreadable(&self.to, &error).into()),
        };
        let declarations = self.what.declarations()?;
        let added =
            appended(&before, &declarations.declarations).map_err(|error| format!("{name}: {error}"))?;
        let mut reused: BTreeSet<&str> = added.reused.iter().map(String::as_str).collect();
        reused.retain(|name| !name.is_empty());
        for ty in reused {
            eprintln!("`{ty}` is there already and is used as it is");
        }
        for name in &added.there {
            eprintln!("`{name}` is there already, as it would be written; nothing is added for it");
        }
        if added.text.is_empty() {
            return declarations.verdict();
        }
        // The empty line in front is not rustfmt's to remove.
        let source = added.text.trim_start_matches('\n');
        let before_it = "\n".repeat(added.text.len() - source.len());
        let mut text = format!("{before_it}{}", super::formatted(source.to_owned()));
        if before.contains("\r\n") {
            text = text.replace('\n', "\r\n");
        }
        let text = before + &text;
        snapshots::write(&self.to, &text).map_err(|error| snapshots::unwritable(&self.to, &error))?;
        if is_new {
            eprintln!("made {name}; name it with `mod` in the file above it");
        }
        declarations.verdict()
    }
}
