//! The snapshots of a workspace: where they are, how one is read, and how one is written.
//!
//! The macros look in the same places, see `snapshot` in `graph-endpoint-macros`.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use graph_endpoint_schema::csdl::{self, MAX_BYTES};
use graph_endpoint_schema::media_type::without_bom;
use graph_endpoint_schema::snapshot::{Snapshot, Source};

/// The environment variable that names the folder.
pub const VARIABLE: &str = "GRAPH_SCHEMA_DIR";

/// The folder's name in a workspace.
const FOLDER: &str = "graph-schema";

/// How a file begins that gzip packed.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// The folder for the snapshots of the workspace that a folder belongs to: what `GRAPH_SCHEMA_DIR` says, else
/// `graph-schema` beside the nearest `Cargo.lock`, else beside the uppermost `Cargo.toml` of the repository.
///
/// # Errors
/// There is none of the three.
pub fn folder(start: &Path) -> Result<PathBuf, String> {
    if let Some(folder) = std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty()) {
        return Ok(folder.into());
    }
    let start = std::path::absolute(start).map_err(|error| format!("no current folder: {error}"))?;
    let mut uppermost = None;
    for folder in start.ancestors() {
        if folder.join("Cargo.lock").exists() {
            return Ok(folder.join(FOLDER));
        }
        if folder.join("Cargo.toml").exists() {
            uppermost = Some(folder);
        }
        if folder.join(".git").exists() {
            break;
        }
    }
    uppermost.map(|folder| folder.join(FOLDER)).ok_or_else(|| {
        format!("here is no crate that the snapshot is for; go to its folder, or name one in `{VARIABLE}`")
    })
}

/// The file of an API version in a folder of snapshots.
pub fn file(folder: &Path, version: &str) -> PathBuf {
    folder.join(format!("{version}.txt"))
}

/// The workspace's snapshot of an API version, if it has one.
///
/// # Errors
/// A file that can't be read, is no snapshot, or is of another version than its name says; the message names it.
pub fn of_workspace(folder: &Path, version: &str) -> Result<Option<Snapshot>, String> {
    let file = file(folder, version);
    if !file.exists() {
        return Ok(None);
    }
    let snapshot = read(&file)?;
    let is = &snapshot.header().version;
    if is == version {
        return Ok(Some(snapshot));
    }
    Err(format!(
        "{}: the snapshot is of `{is}`; name its file `{is}.txt`, and make this one anew with `cargo graph schema pull`",
        file.display()
    ))
}

/// A snapshot from a file: one that was written here, or `$metadata` itself, packed with gzip or not. `-` is stdin.
///
/// # Errors
/// A file that can't be read, and what is neither; the message names the file.
pub fn read(path: &Path) -> Result<Snapshot, String> {
    read_as(path, "unknown")
}

/// As [`read`]; `$metadata`, which doesn't say its API version, is of this one.
///
/// # Errors
/// As [`read`].
pub fn read_as(path: &Path, version: &str) -> Result<Snapshot, String> {
    let name = path.display();
    let bytes = bytes(path)?;
    if is_snapshot(&bytes) || bytes.is_empty() {
        let whole = |snapshot: Snapshot| snapshot.verify().map(|()| snapshot);
        return Snapshot::from_bytes(bytes).and_then(whole).map_err(|error| format!("{name}: {error}"));
    }
    let model = csdl::parse(&bytes).map_err(|error| format!("{name}: {}", within(path, &error)))?;
    let source = Source { version, cloud: "unknown", date: None, xml: &bytes };
    Snapshot::new(model.to_snapshot(&source)).map_err(|error| format!("{name}: {error}"))
}

/// Whether bytes are meant to be a snapshot, and not `$metadata`.
pub fn is_snapshot(bytes: &[u8]) -> bool {
    let bytes = without_bom(bytes);
    bytes.starts_with(b"graph-schema") || bytes.starts_with(b"<<<<<<<")
}

/// A file's bytes, unpacked if gzip packed them, and no more than `$metadata` can have. `-` is stdin.
///
/// # Errors
/// A file that can't be read, or is too long; the message names it.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let fail = |error: io::Error| unreadable(path, &error);
    let read =
        if path == Path::new("-") { limited(io::stdin().lock()) } else { File::open(path).and_then(limited) };
    unpacked(read.map_err(fail)?).map_err(fail)
}

/// Bytes as they were before gzip packed them, if it did.
///
/// # Errors
/// What is cut off, damaged, or too long.
pub fn unpacked(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    if bytes.starts_with(GZIP) { limited(MultiGzDecoder::new(bytes.as_slice())) } else { Ok(bytes) }
}

/// A file's text, without the mark in front that editors write. PowerShell writes UTF-16. `-` is stdin.
///
/// # Errors
/// As [`bytes`], and what is no text.
pub fn text(path: &Path) -> Result<String, String> {
    let bytes = bytes(path)?;
    let no_text = || format!("can't read {}: it is not UTF-8; give a file of text", path.display());
    if let Some(words) = bytes.strip_prefix(&[0xff, 0xfe]) {
        let words: Vec<u16> = words.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        return String::from_utf16(&words).map_err(|_| no_text());
    }
    String::from_utf8(without_bom(&bytes).to_vec()).map_err(|_| no_text())
}

/// Why a file can't be read, and what to do, where that is known.
pub fn unreadable(path: &Path, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file; name one that is there".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder; name the file in it".to_owned(),
        io::ErrorKind::PermissionDenied => format!("{error}; give it permissions to be read"),
        _ => error.to_string(),
    };
    format!("can't read {}: {why}", path.display())
}

/// Why a file can't be written, and what to do, where that is known.
pub fn unwritable(path: &Path, error: &io::Error) -> String {
    let help = match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; name a place where you may write"
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "; a file stands where its folder should be, so name another folder"
        }
        io::ErrorKind::IsADirectory => "; a folder stands in its place, so remove that or name another",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "; make room, then call this again"
        }
        _ => "",
    };
    format!("can't write {}: {error}{help}", path.display())
}

/// All of it, unless it is longer than any `$metadata`.
///
/// # Errors
/// What the reader says, and what is too long.
pub fn limited(reader: impl io::Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_BYTES {
        let message =
            format!("it has more than {} MiB, as no file of Graph's has; give another", MAX_BYTES >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// The problems of a file, a line each as compilers print them: `file:line:column: problem`.
pub fn within(path: &Path, error: &csdl::CsdlError) -> String {
    error.to_string().replace('\n', &format!("\n{}: ", path.display()))
}

/// Writes a file whole or not at all: beside it first, then in its place, with the permissions that it had. Where a link
/// leads to a file, that is written.
///
/// # Errors
/// What the file system says; what stood in the file is still there then.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let there = fs::canonicalize(path).ok();
    let path = there.as_deref().unwrap_or(path);
    let permissions =
        there.as_deref().and_then(|file| fs::metadata(file).ok()).map(|file| file.permissions());
    let Some(folder) = path.parent() else { return Err(io::ErrorKind::InvalidFilename.into()) };
    fs::create_dir_all(folder)?;
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", std::process::id()));
    let beside = folder.join(name);
    let written = File::create(&beside)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What is wrong is said already; a file that was never made can't be removed either.
        let _ = fs::remove_file(&beside);
    }
    written
}
