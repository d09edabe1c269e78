//! The generated program: a few crates of declarations and one that runs them, in a workspace of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::plan::Module;
use crate::report::Report;

/// How many declarations a crate holds: enough to keep every core busy, few enough for rustc's memory.
const PER_CRATE: usize = 120;

/// Where generated crates are written and built.
pub(crate) struct Workspace {
    folder: PathBuf,
    target: PathBuf,
    root: PathBuf,
}

/// What an example became.
#[derive(Debug, Deserialize)]
pub(crate) struct Outcome {
    pub(crate) id: String,
    pub(crate) request: Result<Message, String>,
    pub(crate) responses: Vec<Result<Message, String>>,
}

/// A request or a response, after the way there and back.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Message {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// An error of the compiler's.
#[derive(Debug)]
pub(crate) struct CompileError {
    /// The file's name, without its folder.
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl Workspace {
    pub(crate) fn new(folder: Option<&Path>) -> Result<Self, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let root = root.canonicalize().map_err(|error| format!("the workspace is not there: {error}"))?;
        let shared = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let folder = folder.map_or_else(|| shared.join("conformance"), Path::to_path_buf);
        Ok(Self { target: folder.join("target"), folder, root })
    }

    /// Builds the declarations and takes every case through its own. What doesn't compile is a gap, and left out.
    pub(crate) fn run(
        &self,
        modules: &[Module],
        report: &mut Report,
    ) -> Result<BTreeMap<usize, Outcome>, String> {
        let mut left_out: BTreeSet<&str> = BTreeSet::new();
        for _ in 0..4 {
            let kept: Vec<&Module> =
                modules.iter().filter(|module| !left_out.contains(module.name.as_str())).collect();
            if kept.is_empty() {
                return Ok(BTreeMap::new());
            }
            self.write(&kept)?;
            let errors = self.cargo(&self.folder, "build")?;
            if errors.is_empty() {
                return self.outcomes(&kept);
            }
            for error in errors {
                let name = error.file.trim_end_matches(".rs");
                let Some(module) = modules.iter().find(|module| module.name == name) else {
                    return Err(format!(
                        "the generated program doesn't compile: {}: {}",
                        error.file, error.message
                    ));
                };
                if left_out.insert(&module.name) {
                    for _ in &module.cases {
                        report.gap(&module.title, &format!("{}.rs:{}: {}", name, error.line, error.message));
                    }
                }
            }
        }
        Err("the generated program doesn't compile after four attempts".to_owned())
    }

    fn write(&self, modules: &[&Module]) -> Result<(), String> {
        let parts: Vec<&[&Module]> = modules.chunks(PER_CRATE).collect();
        let mut members = vec!["\"run\"".to_owned()];
        let mut dependencies = String::new();
        let mut table = String::new();
        for (index, part) in parts.iter().enumerate() {
            members.push(format!("\"part{index}\""));
            let _ = writeln!(dependencies, "part{index} = {{ path = \"../part{index}\" }}");
            let _ = writeln!(table, "    table.extend(part{index}::TABLE);");
            self.write_part(index, part)?;
        }
        let convert =
            format!("conformance-convert = {{ path = {:?} }}\n", self.root.join("tests/conformance/convert"));
        self.write_workspace(&members)?;
        self.put("run/Cargo.toml", &package("run", &format!("{convert}{dependencies}")))?;
        let main = format!(
            "fn main() -> Result<(), String> {{\n    let mut table: Vec<(&str, conformance_convert::Convert)> = Vec::new();\n{table}    conformance_convert::run(&table)\n}}\n"
        );
        self.put("run/src/main.rs", &main)
    }

    fn write_part(&self, index: usize, modules: &[&Module]) -> Result<(), String> {
        let mut lib =
            String::from("#![allow(unused_imports)]\nuse conformance_convert::{Convert, convert};\n\n");
        let mut table = String::new();
        for Module { name, endpoints, source, is_strict, .. } in modules {
            let attribute = if *is_strict { "#[deny(warnings)]\n" } else { "" };
            let _ = writeln!(lib, "{attribute}pub mod {name};");
            for endpoint in endpoints {
                let _ = writeln!(table, "    (\"{name}::{endpoint}\", convert::<{name}::{endpoint}>),");
            }
            self.put(&format!("part{index}/src/{name}.rs"), source)?;
        }
        let _ = write!(lib, "\npub const TABLE: &[(&str, Convert)] = &[\n{table}];\n");
        self.put(&format!("part{index}/src/lib.rs"), &lib)?;
        let dependencies = format!(
            "conformance-convert = {{ path = {:?} }}\ngraph-endpoint = {{ path = {:?}, default-features = false, features = [\"sandbox\"] }}\nserde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n",
            self.root.join("tests/conformance/convert"),
            self.root.join("runtime"),
        );
        self.put(&format!("part{index}/Cargo.toml"), &package(&format!("part{index}"), &dependencies))
    }

    /// Only what a build needs, and the versions that the project itself has.
    pub(crate) fn write_workspace(&self, members: &[String]) -> Result<(), String> {
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = false\nincremental = true\n",
            members.join(", ")
        );
        self.put("Cargo.toml", &manifest)?;
        let lock = self.folder.join("Cargo.lock");
        fs::copy(self.root.join("Cargo.lock"), &lock)
            .map(drop)
            .map_err(|error| format!("can't write {}: {error}", lock.display()))
    }

    /// Writes a file if it has changed, so that unchanged ones are not built again.
    pub(crate) fn put(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(name);
        if fs::read_to_string(&path).is_ok_and(|known| known == text) {
            return Ok(());
        }
        let fail = |error: std::io::Error| format!("can't write {}: {error}", path.display());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(fail)?;
        }
        fs::write(&path, text).map_err(fail)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn runtime(&self) -> PathBuf {
        self.root.join("runtime")
    }

    /// Runs cargo and collects the compiler's errors.
    pub(crate) fn cargo(&self, folder: &Path, command: &str) -> Result<Vec<CompileError>, String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args([command, "--workspace", "--keep-going", "--message-format=json", "--quiet"])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env_remove("RUSTFLAGS")
            .stderr(Stdio::piped())
            .output()
            .map_err(|error| format!("can't run cargo: {error}"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let errors: Vec<CompileError> = text.lines().filter_map(compile_error).collect();
        if errors.is_empty() && !output.status.success() {
            return Err(format!("cargo {command} failed: {}", String::from_utf8_lossy(&output.stderr)));
        }
        Ok(errors)
    }

    fn outcomes(&self, modules: &[&Module]) -> Result<BTreeMap<usize, Outcome>, String> {
        let fail = |error: std::io::Error| format!("can't run the generated program: {error}");
        let mut child = Command::new(self.target.join("debug/run"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(fail)?;
        let input: String =
            modules.iter().flat_map(|module| &module.lines).map(|line| format!("{line}\n")).collect();
        let mut stdin = child.stdin.take().ok_or("no stdin")?;
        // The program writes while it reads, so somebody must take what it writes meanwhile.
        let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
        let output = child.wait_with_output().map_err(fail)?;
        let written = writer.join().map_err(|_| "the generated program could not be fed")?;
        if !output.status.success() {
            return Err(format!("the generated program failed: {}", output.status));
        }
        written.map_err(fail)?;
        let indices = modules.iter().flat_map(|module| module.cases.iter().copied());
        let text = String::from_utf8_lossy(&output.stdout);
        indices
            .zip(text.lines())
            .map(|(index, line)| {
                Ok((index, serde_json::from_str(line).map_err(|error| format!("no outcome: {error}"))?))
            })
            .collect()
    }
}

/// The manifest of a generated crate.
pub(crate) fn package(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n{dependencies}"
    )
}

#[derive(Deserialize)]
struct CargoLine {
    reason: String,
    #[serde(default)]
    message: Option<Diagnostic>,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    message: String,
    #[serde(default)]
    spans: Vec<Span>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    is_primary: bool,
    #[serde(default)]
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Span,
}

fn compile_error(line: &str) -> Option<CompileError> {
    let CargoLine { reason, message } = serde_json::from_str(line).ok()?;
    let Diagnostic { level, message, spans } = message.filter(|_| reason == "compiler-message")?;
    // "aborting due to ..." has no place.
    let mut span = spans.iter().find(|span| span.is_primary).filter(|_| level == "error")?;
    while let Some(expansion) = &span.expansion {
        span = &expansion.span;
    }
    let file = Path::new(&span.file_name).file_name()?.to_str()?.to_owned();
    Some(CompileError { file, line: span.line_start, message })
}
