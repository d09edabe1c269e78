//! What `cargo` uses to compile a crate that was written for it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// The folder of this project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The target directory, in which crates are written.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A workspace in the target directory, whose members are still to be [written](write_crate).
///
/// # Errors
/// What the file system says.
pub fn new_workspace(name: &str, members: &[&str]) -> Result<PathBuf, Box<dyn Error>> {
    let workspace = target().join(name);
    fs::create_dir_all(&workspace)?;
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    fs::write(workspace.join("Cargo.toml"), manifest)?;
    // The same versions as everywhere else.
    fs::copy(root().join("Cargo.lock"), workspace.join("Cargo.lock"))?;
    Ok(workspace)
}

/// Writes a member: the lines of its dependencies, and its source.
///
/// # Errors
/// What the file system says.
pub fn write_crate(
    workspace: &Path,
    name: &str,
    dependencies: &str,
    source: &str,
) -> Result<(), Box<dyn Error>> {
    let folder = workspace.join(name);
    fs::create_dir_all(folder.join("src"))?;
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), source)?;
    Ok(())
}

/// CPU seconds of one `cargo` command on a crate that has just changed.
///
/// # Errors
/// Where there is no `/proc`, and what cargo says.
pub fn cargo_seconds(
    workspace: &Path,
    built: &Path,
    command: &str,
    name: &str,
) -> Result<f64, Box<dyn Error>> {
    let before = children_seconds()?;
    cargo(workspace, built, command, name, &[])?;
    Ok(children_seconds()? - before)
}

/// Runs one `cargo` command on a crate as if it had just changed, with these variables.
///
/// # Errors
/// What cargo says.
pub fn cargo(
    workspace: &Path,
    built: &Path,
    command: &str,
    name: &str,
    variables: &[(&str, &Path)],
) -> Result<(), Box<dyn Error>> {
    let source = workspace.join(name).join("src/lib.rs");
    let text = fs::read(&source)?;
    fs::write(&source, text)?;
    let status = Command::new(env!("CARGO"))
        .args([command, "--quiet", "--jobs", "1", "--package", name])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", built)
        .env("CARGO_INCREMENTAL", "0")
        .envs(variables.iter().copied())
        .stderr(Stdio::inherit())
        .status()?;
    if !status.success() {
        return Err(format!("`cargo {command} --package {name}` failed").into());
    }
    Ok(())
}

/// User and system time of all children that were waited for: fields 16 and 17 of `/proc/self/stat`, in hundredths
/// of a second. <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>
fn children_seconds() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")
        .map_err(|_| "this benchmark reads /proc, which only Linux has")?;
    // The second field is a name in parentheses, which can hold spaces.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| {
        fields.get(index).ok_or("a short /proc/self/stat")?.parse::<f64>().map_err(|_| "no number")
    };
    Ok((ticks(13)? + ticks(14)?) / 100.0)
}
