//! `cargo graph all`: every operation of a schema, split over the modules of a crate or over the crates of a workspace.

use std::path::PathBuf;

use cargo_graph::layout::{Crates, crates, modules};
use cargo_graph::{Call, Options, Permissions as Lists, Selection, operations_of, snapshots, whole};
use clap::Args;

use super::sources::{Published, Schema};

/// Write every operation of the schema with its types, split over files
///
/// A module for each word that a path begins with, and modules for the types, each type once. Put the folder into a crate's
/// `src`, and name it with `mod`. With `--crates` it is a workspace instead, with a crate for each of those words and one for
/// the types, and the snapshot that they are checked against: what is too much for the compiler in one crate. Paths go through contained entities to any depth, through a property once, and one step
/// through what is only related.
#[derive(Args)]
#[command(
    after_long_help = "Examples:\n  cargo graph all src/graph --under /deviceManagement\n  cargo graph all graph --crates"
)]
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
    /// A workspace of crates, instead of the modules of one
    #[arg(long)]
    crates: bool,
    /// With `--crates`: what the names of the crates begin with
    #[arg(long, value_name = "NAME", default_value = "graph", requires = "crates")]
    prefix: String,
    /// With `--crates`: in each a test that builds every request and compares its path with the operation's
    #[arg(long, requires = "crates")]
    paths: bool,
    /// Only so many, spread over all
    #[arg(long, value_name = "COUNT")]
    sample: Option<usize>,
}

/// From so many operations on, one crate is a burden.
const MANY: usize = 5000;

/// How many operations of one crate take the compiler a gigabyte.
const PER_GB: usize = 2000;

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
        if operations.is_empty() {
            let under = self.under.join("`, `");
            return Err(format!(
                "there is no operation under `{under}`; name the beginning of a path as in `/users`"
            ));
        }
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
        let files = if self.crates {
            crates(&whole, &Crates { prefix: &self.prefix, paths: self.paths })
        } else {
            modules(&whole)
        };
        let write = |file: PathBuf, text: &str| {
            snapshots::write(&file, text).map_err(|error| format!("can't write {}: {error}", file.display()))
        };
        for file in &files {
            write(self.folder.join(&file.path), &file.text)?;
        }
        let is_a_snapshot = snapshot.header().version == self.version;
        if self.crates && !is_a_snapshot {
            eprintln!(
                "warning: nothing checks the crates; `cargo graph schema import` in {} writes a snapshot",
                self.folder.display()
            );
        } else if self.crates {
            write(snapshots::file(&self.folder.join("graph-schema"), &self.version), snapshot.text())?;
        }
        for (operation, message) in &whole.left_out {
            eprintln!("warning: {operation} is left out: {message}");
        }
        let (operations, types, folder) = (whole.operations(), whole.types.len(), self.folder.display());
        let next = if self.crates {
            format!("they are {} crates", whole.roots.len() + 1)
        } else {
            format!("write `mod {};` beside it", self.folder.file_name().unwrap_or_default().display())
        };
        eprintln!("{operations} operations, {types} types and {} files in {folder}; {next}", files.len());
        if !self.crates && operations > MANY {
            eprintln!(
                "warning: the compiler takes about {} GB for {operations} operations in one crate; `--crates` writes a workspace",
                operations / PER_GB
            );
        }
        Ok(())
    }
}
