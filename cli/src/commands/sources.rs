//! What several commands are given: a schema, the published table of permissions, a crate.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use cargo_graph::permissions::Table;
use cargo_graph::snapshots;
use cargo_graph::source::{self, Source};
use clap::Args;
use graph_endpoint_schema::snapshot::Snapshot;

use super::{Failure, denied};

/// The table's file in the folder of snapshots.
const TABLES: &[&str] = &["permissions.json", "permissions.json.gz"];

#[derive(Args)]
pub(crate) struct Schema {
    /// A snapshot or `$metadata` (packed by gzip or not), instead of the workspace's `graph-schema/v1.0.txt`
    #[arg(long, alias = "from", value_name = "FILE")]
    pub(crate) schema: Option<PathBuf>,
    /// Once it is said that the file doesn't tell its version.
    #[arg(skip)]
    doubted: OnceCell<()>,
}

impl Schema {
    /// The snapshot; there must be one.
    pub(crate) fn load(&self, version: &str) -> Result<Snapshot, String> {
        self.find(version)?.ok_or_else(|| {
            format!(
                "there is no snapshot of {version} in this workspace; make one with `cargo graph schema pull`, or name a file with `--schema`"
            )
        })
    }

    /// The snapshot, if there is one.
    pub(crate) fn find(&self, version: &str) -> Result<Option<Snapshot>, String> {
        if let Some(file) = &self.schema {
            let snapshot = snapshots::read_as(file, version)?;
            let header = snapshot.header();
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // `$metadata` itself says neither its version nor its cloud.
            if header.cloud == "unknown" && !name.contains(version) {
                self.doubted.get_or_init(|| {
                    eprintln!("warning: {name} doesn't say of which version it is; it is taken for that of {version}");
                });
            }
            return Ok(Some(snapshot));
        }
        let Ok(folder) = snapshots::folder(Path::new(".")) else { return Ok(None) };
        snapshots::of_workspace(&folder, version)
    }
}

#[derive(Args)]
pub(crate) struct Published {
    /// The published table, `permissions.json` of github.com/microsoftgraph/microsoft-graph-devx-content (packed by
    /// gzip or not); without it `graph-schema/permissions.json`, if that is there
    #[arg(long, value_name = "FILE")]
    pub(crate) permissions: Option<PathBuf>,
}

impl Published {
    /// The table; there must be one.
    pub(crate) fn load(&self) -> Result<Table, String> {
        self.find()?.ok_or_else(|| {
            "there is no table of permissions; name its file with `--permissions`, or put it beside the snapshots as `graph-schema/permissions.json`".to_owned()
        })
    }

    /// The table, if there is one.
    pub(crate) fn find(&self) -> Result<Option<Table>, String> {
        let beside = || {
            let folder = snapshots::folder(Path::new(".")).ok()?;
            TABLES.iter().map(|name| folder.join(name)).find(|file| file.exists())
        };
        let Some(file) = self.permissions.clone().or_else(beside) else { return Ok(None) };
        let table = Table::parse(&snapshots::bytes(&file)?);
        table.map(Some).map_err(|error| format!("{}: {error}", file.display()))
    }
}

#[derive(Args)]
pub(crate) struct Crate {
    /// The folder of the package or the workspace
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// All members of the workspace, instead of the package in the folder
    #[arg(long)]
    workspace: bool,
    /// Fail if a part of the source could not be read
    #[arg(long)]
    deny_warnings: bool,
}

impl Crate {
    /// Every declaration; what could not be read is said on stderr.
    pub(crate) fn read(&self) -> Result<Source, Failure> {
        let name = self.folder.display();
        if self.folder.is_file() {
            return Err(format!("{name} is a file; name the folder of a package or a workspace").into());
        }
        if !self.folder.is_dir() {
            return Err(format!("there is no folder {name}; name the one of a package or a workspace").into());
        }
        let mut source = source::read(&source::roots(&self.folder, self.workspace)?);
        let folder = std::path::absolute(&self.folder).unwrap_or_else(|_| self.folder.clone());
        let shorten = |place: &mut source::Place| {
            if let Ok(short) = place.file.strip_prefix(&folder) {
                place.file = short.to_path_buf();
            }
        };
        source.endpoints.iter_mut().for_each(|item| shorten(&mut item.place));
        source.types.iter_mut().for_each(|item| shorten(&mut item.place));
        for unread in &mut source.unread {
            shorten(&mut unread.place);
            let place = &unread.place;
            eprintln!("warning: {}:{}: {}", place.file.display(), place.line, unread.message);
        }
        match source.unread.len() {
            count if count > 0 && self.deny_warnings => Err(Failure::found(denied(count))),
            _ => Ok(source),
        }
    }
}
