//! Servers that others wrote, as processes of their own: what is missing here is skipped, and said so.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server that ends with the test.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Says that a test was skipped, and why: past the test harness, which keeps what a passing test prints to itself.
pub(crate) fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

/// Whether a program is there.
pub(crate) fn runs(program: &str, version: &str) -> bool {
    let mut command = Command::new(program);
    command.arg(version).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// A folder for a server's files, kept between runs.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Where a package of npm's is installed; `None` where it can't be had.
pub(crate) fn npm(name: &str, version: &str) -> Option<PathBuf> {
    let folder = folder(name);
    let manifest = folder.join("node_modules").join(name).join("package.json");
    let there = || std::fs::read_to_string(&manifest).is_ok_and(|text| text.contains(version));
    if !there() {
        let npm = Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
            .arg(&folder)
            .arg(format!("{name}@{version}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .ok()?;
        if !npm.success() {
            return None;
        }
    }
    there().then_some(folder)
}

/// A certificate for this machine that signs itself: the files of its key and of itself.
pub(crate) fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let certified =
        rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let (key, certificate) = (folder.join("key.pem"), folder.join("certificate.pem"));
    std::fs::write(&key, certified.signing_key.serialize_pem()).unwrap();
    std::fs::write(&certificate, certified.cert.pem()).unwrap();
    (key, certificate)
}
