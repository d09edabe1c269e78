//! The subcommands, a file each. What they share stands here.

pub(crate) mod add;
pub(crate) mod check;
pub(crate) mod completions;
mod failure;
pub(crate) mod list;
pub(crate) mod new;
pub(crate) mod permissions;
pub(crate) mod schema;
pub(crate) mod sources;
pub(crate) mod whole;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use cargo_graph::snapshots;
use clap::ValueEnum;

pub(crate) use self::failure::Failure;

/// How a command prints what it found.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs: one JSON object
    Json,
}

/// `1 endpoint`, `2 endpoints`
fn counted(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

/// Onto stdout. Who reads it may stop reading, as `head` does.
fn print(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("can't write: {error}")),
        _ => Ok(()),
    }
}

/// The text of a file; `-` is stdin, and who sits before a terminal is told what to paste.
fn text_of(path: &Path, what: &str) -> Result<String, String> {
    if path == Path::new("-") && io::stdin().is_terminal() {
        eprintln!("paste {what}, then end with Ctrl-D");
    }
    snapshots::text(path)
}

/// Why a command fails whose warnings are denied.
fn denied(count: usize) -> String {
    format!("{count} warning{}, and `--deny-warnings`", if count == 1 { "" } else { "s" })
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
