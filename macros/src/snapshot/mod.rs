//! The snapshot of the crate that is being compiled: where it is, read once for all of its expansions.
//!
//! It is in the folder that `GRAPH_SCHEMA_DIR` names, else in `graph-schema` beside the crate's manifest or above it, no
//! further up than the folder of the workspace; else it comes with the feature `checked`. A file `off` in such a folder
//! ends the search: crates below it aren't checked. A crate from a registry, a vendored one or a git dependency never
//! looks: its declarations are its author's business, and whoever builds it couldn't mend them.

mod tracked;

use std::collections::HashMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use graph_endpoint_schema::snapshot::Snapshot;
use proc_macro2::Span;

pub(crate) use self::tracked::tracked;
use crate::model::Version;
use crate::problems::Problems;

/// The environment variable that names the folder.
const VARIABLE: &str = "GRAPH_SCHEMA_DIR";

/// The folder's name in a workspace.
const FOLDER: &str = "graph-schema";

/// The file that turns the check off for the crates below its folder.
const OFF: &str = "off";

/// The package whose declarations are a part of this project.
const RUNTIME: &str = "graph-endpoint";

/// What ends the way up: a workspace, or a repository.
const ROOTS: &[&str] = &["Cargo.lock", ".git"];

/// Larger files are refused; a snapshot of Graph's has little more than one.
const MAX_BYTES: u64 = 64 << 20;

/// What cargo writes into a package that it unpacked or checked out, and `cargo vendor` into one that it copied.
const UNPACKED: &[&str] = &[".cargo-ok", ".cargo-checksum.json"];

/// What was read, until the file is another one: a language server lives long and serves many crates.
static READ: Mutex<Option<HashMap<PathBuf, Read>>> = Mutex::new(None);

/// The files that are broken, and the crates that were told so: one mistake, one error.
static TOLD: Mutex<Vec<(PathBuf, String)>> = Mutex::new(Vec::new());

#[derive(Clone)]
struct Read {
    stamp: Stamp,
    snapshot: Result<Arc<Snapshot>, String>,
}

/// When a file was changed, and how long it is.
type Stamp = (Option<SystemTime>, u64);

/// What the search for a snapshot ended at.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Snapshot(PathBuf),
    /// The file that turns the check off.
    Off(PathBuf),
    Nothing,
}

/// The snapshot of this version, if the crate has one. A broken one is reported at the crate's first declaration.
pub(crate) fn of_this_crate(version: Version, problems: &mut Problems) -> Option<Arc<Snapshot>> {
    let manifest = manifest_folder()?;
    if !may_look(&manifest) {
        return None;
    }
    let variable = folder_in_variable();
    let message = match find(&manifest, variable.as_deref(), version) {
        Found::Snapshot(file) => {
            match read(&file).and_then(|snapshot| of_version(snapshot, version, &file)) {
                Ok(snapshot) => return Some(snapshot),
                Err(message) => message,
            }
        }
        Found::Off(_) => return None,
        Found::Nothing => match variable.as_deref().and_then(nothing_in) {
            Some(message) => message,
            None => return bundled(version),
        },
    };
    tell_once(manifest, message, problems);
    None
}

/// Of the crate that is being compiled, unless it is the runtime: its types are ours to mend, not its users'.
fn manifest_folder() -> Option<PathBuf> {
    if std::env::var_os("CARGO_PKG_NAME").is_some_and(|name| name == RUNTIME) {
        return None;
    }
    std::env::var_os("CARGO_MANIFEST_DIR").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// What the variable says; empty is as if it weren't there.
fn folder_in_variable() -> Option<PathBuf> {
    std::env::var_os(VARIABLE).filter(|folder: &OsString| !folder.is_empty()).map(PathBuf::from)
}

/// Whether the crate is somebody's own, and not a dependency that cargo brought.
fn may_look(manifest: &Path) -> bool {
    !UNPACKED.iter().any(|mark| manifest.join(mark).exists())
        && !manifest
            .ancestors()
            .any(|folder| folder.ends_with("registry/src") || folder.ends_with("git/checkouts"))
}

/// The file of a version, for the crate in this folder.
fn find(manifest: &Path, variable: Option<&Path>, version: Version) -> Found {
    if let Some(folder) = variable {
        return look_in(folder, version);
    }
    for folder in manifest.ancestors() {
        let found = look_in(&folder.join(FOLDER), version);
        if found != Found::Nothing {
            return found;
        }
        if ROOTS.iter().any(|root| folder.join(root).exists()) {
            break;
        }
    }
    Found::Nothing
}

fn look_in(folder: &Path, version: Version) -> Found {
    let (off, file) = (folder.join(OFF), folder.join(file_name(version)));
    if off.exists() {
        Found::Off(off)
    } else if file.symlink_metadata().is_ok() {
        // A link that leads nowhere is one that somebody wants to be read.
        Found::Snapshot(file)
    } else {
        Found::Nothing
    }
}

/// The snapshot that comes with the feature `checked`, read once.
#[cfg(feature = "checked")]
fn bundled(version: Version) -> Option<Arc<Snapshot>> {
    static V1: std::sync::OnceLock<Option<Arc<Snapshot>>> = std::sync::OnceLock::new();
    let read = || Snapshot::new(graph_endpoint_metadata::V1).ok().map(Arc::new);
    match version {
        Version::V1 => V1.get_or_init(read).clone(),
        Version::Beta => None,
    }
}

#[cfg(not(feature = "checked"))]
fn bundled(_: Version) -> Option<Arc<Snapshot>> {
    None
}

fn file_name(version: Version) -> String {
    format!("{}.txt", version.name())
}

/// Somebody who sets the variable wants a check, so a folder without a snapshot is a mistake.
fn nothing_in(folder: &Path) -> Option<String> {
    let has_one =
        [Version::V1, Version::Beta].into_iter().any(|version| folder.join(file_name(version)).exists());
    if folder.is_file() {
        return Some(format!(
            "`{VARIABLE}` names `{}`, which is a file; name the folder that it stands in, or unset the variable",
            folder.display()
        ));
    }
    (!has_one).then(|| {
        format!(
            "`{VARIABLE}` names `{}`, where there is no snapshot; write one there with `cargo graph schema pull`, or unset the variable",
            folder.display()
        )
    })
}

/// The snapshot, unless its file has the name of another version's.
fn of_version(snapshot: Arc<Snapshot>, version: Version, file: &Path) -> Result<Arc<Snapshot>, String> {
    let is = &snapshot.header().version;
    if is == version.name() {
        return Ok(snapshot);
    }
    Err(format!(
        "`{}`: the snapshot is of `{is}`; name its file `{is}.txt`, and make this one anew with `cargo graph schema pull`",
        file.display()
    ))
}

/// The snapshot in a file, from memory if the file is as it was.
fn read(file: &Path) -> Result<Arc<Snapshot>, String> {
    let broken = |problem: &dyn std::fmt::Display| format!("`{}`: {problem}", file.display());
    let unreadable = |error: &io::Error| {
        broken(&format_args!(
            "the snapshot can't be read ({error}); give it permissions to be read, or remove it"
        ))
    };
    let metadata = std::fs::metadata(file).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() || metadata.len() > MAX_BYTES {
        let what = if metadata.is_file() { "it has more than 64 MiB" } else { "it is no file" };
        return Err(broken(&format_args!(
            "the snapshot can't be read ({what}); remove it, and make it anew with `cargo graph schema pull`"
        )));
    }
    let stamp: Stamp = (metadata.modified().ok(), metadata.len());
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let read = read.get_or_insert_default();
    if let Some(known) = read.get(file).filter(|known| known.stamp == stamp) {
        return known.snapshot.clone();
    }
    let bytes = std::fs::read(file).map_err(|error| unreadable(&error))?;
    let whole = |snapshot: Snapshot| snapshot.verify().map(|()| Arc::new(snapshot));
    let snapshot = Snapshot::from_bytes(bytes).and_then(whole).map_err(|error| broken(&error));
    read.insert(file.to_owned(), Read { stamp, snapshot: snapshot.clone() });
    snapshot
}

fn tell_once(manifest: PathBuf, message: String, problems: &mut Problems) {
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let now = (manifest, message);
    if !told.contains(&now) {
        problems.at_span(Span::call_site(), now.1.clone());
        told.push(now);
    }
}

#[cfg(test)]
mod tests;
