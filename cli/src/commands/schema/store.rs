//! What `import` and `pull` end with: metadata into a snapshot, the snapshot into its file, and the crates that are
//! checked against it made to look.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

use cargo_graph::snapshots;
use clap::Args;
use graph_endpoint_schema::csdl::{self, Model};
use graph_endpoint_schema::snapshot::{Snapshot, Source};
use serde_json::{Value, json};

use super::{Cloud, Format, Version};

/// The package whose users are checked.
const RUNTIME: &str = "graph-endpoint";

#[derive(Args)]
pub(crate) struct Store {
    /// Of which version of the API it is
    #[arg(long, value_enum, default_value = "v1.0")]
    pub(super) version: Version,
    /// Of which deployment it is
    #[arg(long, value_enum, default_value = "global")]
    pub(super) cloud: Cloud,
    /// Write into this folder, instead of `GRAPH_SCHEMA_DIR` or `graph-schema` beside `Cargo.lock`
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// How to print what was done
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Metadata, and where it comes from.
pub(super) struct Imported<'i> {
    pub(super) name: &'i Path,
    pub(super) xml: &'i [u8],
    pub(super) date: Option<&'i str>,
}

/// What became of the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    New,
    Changed,
    Unchanged,
}

impl Store {
    /// The folder that the snapshot goes to.
    pub(super) fn folder(&self) -> Result<PathBuf, String> {
        match &self.folder {
            Some(folder) => Ok(folder.clone()),
            None => snapshots::folder(Path::new(".")),
        }
    }

    pub(super) fn import(&self, imported: &Imported<'_>) -> Result<ExitCode, String> {
        let name = imported.name.display();
        let folder = self.folder()?;
        let file = snapshots::file(&folder, self.version.name());
        let model = csdl::parse(imported.xml)
            .map_err(|error| format!("{name}:{}", snapshots::within(imported.name, &error)))?;
        // Graph's own metadata has a few; who imports it can't mend them.
        if let (Format::Text, count @ 1..) = (self.format, model.warnings.len()) {
            eprintln!(
                "warning: {name}: {count} annotations are about what is not there; `--format json` lists them"
            );
        }
        let source = Source {
            version: self.version.name(),
            cloud: self.cloud.name(),
            date: imported.date,
            xml: imported.xml,
        };
        let text = model.to_snapshot(&source);
        let outcome = outcome(&file, &text);
        if outcome != Outcome::Unchanged {
            snapshots::write(&file, &text).map_err(|error| snapshots::unwritable(&file, &error))?;
        }
        // Who includes the file sees that it changes; who looked for it in vain doesn't see that it appears.
        let is_looked_for = self.folder.is_none() && outcome == Outcome::New;
        let touched = if is_looked_for { touch_users(&folder) } else { Vec::new() };
        match self.format {
            Format::Json => {
                super::print(&format!("{}\n", self.json(&file, &model, text.len(), outcome, &touched)))?;
            }
            Format::Text => super::print(&told(&file, &model, text.len(), outcome, &touched))?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn json(&self, file: &Path, model: &Model, bytes: usize, outcome: Outcome, touched: &[PathBuf]) -> Value {
        json!({
            "file": file.display().to_string(),
            "version": self.version.name(),
            "cloud": self.cloud.name(),
            "bytes": bytes,
            "types": model.types.len(),
            "operations": operations(model),
            "roots": model.roots.len(),
            "outcome": match outcome {
                Outcome::New => "new",
                Outcome::Changed => "changed",
                Outcome::Unchanged => "unchanged",
            },
            "touched": touched.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
            "warnings": model.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    }
}

/// Metadata that was there already keeps its file, date and all: nothing to commit, nothing to build anew.
fn outcome(file: &Path, text: &str) -> Outcome {
    let Ok(before) = fs::read_to_string(file) else { return Outcome::New };
    let is_same = match (Snapshot::new(before), Snapshot::new(text.to_owned())) {
        (Ok(before), Ok(now)) => before.is_of_same_source(&now) && before.verify().is_ok(),
        _ => false,
    };
    if is_same { Outcome::Unchanged } else { Outcome::Changed }
}

fn operations(model: &Model) -> usize {
    model.operations.values().map(Vec::len).sum()
}

fn told(file: &Path, model: &Model, bytes: usize, outcome: Outcome, touched: &[PathBuf]) -> String {
    let file = relative(file).display();
    let what = match outcome {
        Outcome::Unchanged => format!("{file} is of the same metadata; left as it is"),
        _ => format!("wrote {file} ({} kB); commit it", bytes / 1000),
    };
    let touched = match touched {
        [] => String::new(),
        [root] => format!("touched {}, so that the next build sees it\n", relative(root).display()),
        all => format!("touched {} crate roots, so that the next build sees it\n", all.len()),
    };
    format!(
        "{} types, {} entity sets, singletons and imports, {} actions and functions\n{what}\n{touched}",
        model.types.len(),
        model.roots.len(),
        operations(model)
    )
}

/// From the current folder, if it is below it.
fn relative(path: &Path) -> &Path {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path)
}

/// Gives the crate roots of the workspace's users of the runtime the current time: a build before the first snapshot
/// named no file that cargo could have watched.
fn touch_users(folder: &Path) -> Vec<PathBuf> {
    let workspace = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let now = SystemTime::now();
    let roots = crate_roots(workspace).unwrap_or_default().into_iter();
    roots
        .filter(|root| {
            let file = fs::File::options().append(true).open(root);
            file.and_then(|file| file.set_modified(now)).is_ok()
        })
        .collect()
}

/// The crate roots of the packages that depend on the runtime, as cargo knows them; None where it knows nothing.
fn crate_roots(workspace: &Path) -> Option<Vec<PathBuf>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(workspace)
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
    let list =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let is = |value: &Value, key: &str, text: &str| value.get(key).is_some_and(|value| value == text);
    let packages = list(&metadata, "packages").into_iter();
    let users = packages.filter(|package| {
        list(package, "dependencies").iter().any(|dependency| is(dependency, "name", RUNTIME))
    });
    let roots = users.flat_map(|package| list(&package, "targets")).filter_map(|target| {
        let is_build_script = list(&target, "kind").iter().any(|kind| kind == "custom-build");
        let root = target.get("src_path").and_then(Value::as_str).map(PathBuf::from);
        root.filter(|_| !is_build_script)
    });
    let mut roots: Vec<PathBuf> = roots.collect();
    roots.sort();
    roots.dedup();
    Some(roots)
}
