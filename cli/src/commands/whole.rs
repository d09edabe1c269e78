//! `cargo graph all`: every operation of a schema, split over files.

use std::path::PathBuf;

use cargo_graph::{Call, Options, Permissions as Lists, Selection, operations_of, snapshots, whole};
use clap::Args;

use super::sources::{Published, Schema};

/// Write every operation of the schema with its types, split over files
///
/// A module for each word that a path begins with, and modules for the types, each type once. Put the folder into a crate's
/// `src`, and name it with `mod`. Paths go through contained entities to any depth, through a property once, and one step
/// through what is only related.
#[derive(Args)]
#[command(after_long_help = "Example:\n  cargo graph all src/graph --under /deviceManagement")]
pub(crate) struct All {
    /// The folder, `src/graph` for example; it must be empty, or not be there
    folder: PathBuf,
    #[command(flatten)]
    schema: Schema,
    #[command(flatten)]
    permissions: Published,
    /// The version of the API
    #[arg(long = "api-version", value_name = "VERSION", default_value = "v1.0")]
    version: String,
    /// Only operations whose path begins with this
    #[arg(long, value_name = "PATH")]
    under: Vec<String>,
    /// Read the operations from a file, a line each as in `GET /users/{id}`, instead of walking the schema
    #[arg(long, value_name = "FILE")]
    operations: Option<PathBuf>,
    /// Only so many, spread over all
    #[arg(long, value_name = "COUNT")]
    sample: Option<usize>,
}

impl All {
    pub(crate) fn run(self) -> Result<(), String> {
        let has_files = std::fs::read_dir(&self.folder).is_ok_and(|mut files| files.next().is_some());
        if has_files {
            return Err(format!("{} has files already; name an empty folder", self.folder.display()));
        }
        let snapshot = self.schema.load(&self.version)?;
        let table = self.permissions.find()?;
        let mut operations: Vec<(String, String)> = match &self.operations {
            Some(file) => {
                let text = String::from_utf8(snapshots::bytes(file)?)
                    .map_err(|_| format!("{} is not UTF-8", file.display()))?;
                let pairs = text.lines().filter_map(|line| line.trim().split_once(' '));
                pairs.map(|(method, path)| (method.to_owned(), path.trim().to_owned())).collect()
            }
            None => operations_of(&snapshot),
        };
        let is_wanted = |path: &str| {
            self.under.is_empty() || self.under.iter().any(|start| path.starts_with(start.as_str()))
        };
        operations.retain(|(_, path)| is_wanted(path));
        if let Some(count) = self.sample.filter(|count| *count > 0 && *count < operations.len()) {
            let all = operations.len();
            operations = operations
                .into_iter()
                .enumerate()
                .filter(|(at, _)| at * count / all != (at + 1) * count / all)
                .map(|(_, operation)| operation)
                .collect();
        }
        let calls: Vec<Call<'_>> = operations
            .iter()
            .map(|(method, path)| Call {
                method,
                path,
                version: &self.version,
                select: Selection::default(),
                body: Selection::default(),
                depth: usize::MAX,
                permissions: table
                    .as_ref()
                    .and_then(|table| table.of(method, path))
                    .unwrap_or_else(Lists::default),
            })
            .collect();
        eprintln!("{} operations ..", calls.len());
        let whole = whole(&snapshot, &calls, &Options::default());
        for module in &whole.modules {
            let file = self.folder.join(format!("{}.rs", module.name));
            snapshots::write(&file, &module.source)
                .map_err(|error| format!("can't write {}: {error}", file.display()))?;
        }
        for (operation, message) in &whole.left_out {
            eprintln!("warning: {operation} is left out: {message}");
        }
        eprintln!(
            "{} operations, {} types and {} files in {}; write `mod {};` beside it",
            whole.operations,
            whole.types,
            whole.modules.len(),
            self.folder.display(),
            self.folder.file_name().unwrap_or_default().display()
        );
        Ok(())
    }
}
