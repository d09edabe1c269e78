//! Where the judges live: what `install` has put there, and how their programs are run.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::servers::{self, skipped};

/// This folder.
const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/judges");

/// A folder under target/, kept between runs.
pub(crate) fn folder(name: &str) -> PathBuf {
    servers::folder(&format!("judges/{name}"))
}

/// A script of this folder's, run by Node.js with the packages; `None`, and a line, where they can't be had.
pub(crate) fn node(what: &str, script: &str) -> Option<Command> {
    let folder = install_node(what)?;
    // Node.js looks for packages beside the script.
    let copy = folder.join(script);
    std::fs::copy(Path::new(HERE).join(script), &copy).unwrap();
    let mut command = direct(Command::new("node"));
    command.arg(copy).current_dir(folder);
    Some(command)
}

/// Where the packages for Node.js are; `None`, and a line, where they can't be had.
pub(crate) fn install_node(what: &str) -> Option<PathBuf> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| install("node"));
    if folder.is_none() {
        skipped(&format!("{what}: npm or its registry can't be had"));
    }
    folder.clone()
}

/// A script of this folder's, run by Python with the packages; `None`, and a line, where they can't be had.
pub(crate) fn python(what: &str, script: &str) -> Option<Command> {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let Some(folder) = FOLDER.get_or_init(|| install("python")) else {
        skipped(&format!("{what}: Python, its `venv` or its registry can't be had"));
        return None;
    };
    let mut command = direct(Command::new(folder.join("environment/bin/python")));
    command.arg("-W").arg("error::SyntaxWarning").arg(Path::new(HERE).join(script));
    Some(command)
}

/// What a judge talks to is on this machine, where no proxy of the environment's leads.
fn direct(mut command: Command) -> Command {
    command.env("NO_PROXY", "127.0.0.1,localhost").env("no_proxy", "127.0.0.1,localhost");
    command
}

fn install(kind: &str) -> Option<PathBuf> {
    let folder = folder(kind);
    let output = Command::new(format!("{HERE}/install")).arg(kind).arg(&folder).output().ok()?;
    output.status.success().then_some(folder)
}

/// What a program that ended well has printed.
pub(crate) fn printed(output: &Output) -> &str {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    text
}

/// What a program that must fail has printed.
pub(crate) fn refusal(output: &Output) -> String {
    let text =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "it was not refused: {text}");
    text
}

/// A file of the documentation corpus, if it is beside the repository.
pub(crate) fn corpus(name: &str) -> String {
    format!("{}/../../shared/corpus/{name}", env!("CARGO_MANIFEST_DIR"))
}
