//! What the tests of the commands share: a crate with a snapshot, and `cargo graph` as it is called there.
#![allow(dead_code, reason = "no test uses all of it")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub(crate) const METADATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/checked/metadata.xml");

/// A crate of a test's own, with this source and a snapshot.
pub(crate) fn workspace(test: &str, name: &str, lib: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("src")).unwrap();
    // What ends the way up: this repository isn't a part of the workspace.
    fs::create_dir(folder.join(".git")).unwrap();
    let manifest = "[workspace]\n[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("src/lib.rs"), lib).unwrap();
    assert_eq!(run(&folder, &["schema", "import", METADATA]).code, 0);
    folder
}

/// `cargo graph`, in that folder.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-graph"));
    command.arg("graph").args(arguments).current_dir(folder);
    command.env_remove("GRAPH_SCHEMA_DIR").env("NO_PROXY", "127.0.0.1");
    // The printer alone: what a project's own rustfmt.toml makes of it is the project's business.
    command.env("RUSTFMT", "no-rustfmt-here");
    command
}

/// What a command does with that on its stdin.
pub(crate) fn output(mut command: Command, stdin: &[u8]) -> Output {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // Who doesn't read its stdin closes it.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child.wait_with_output().unwrap()
}

#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }

    pub(crate) fn has(&self, parts: &[&str]) -> &Self {
        for part in parts {
            assert!(self.out.contains(part), "`{part}` is not in\n{}{}", self.out, self.err);
        }
        self
    }
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ran {
    given(folder, arguments, "")
}

pub(crate) fn given(folder: &Path, arguments: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
    let output = output(command(folder, arguments), stdin.as_ref());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}
