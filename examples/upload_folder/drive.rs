//! A drive on this machine, and a folder to fill it with.

use std::path::{Path, PathBuf};
use std::{fs, io};

use graph_endpoint::Bytes;
use graph_endpoint::sandbox::{Reply, Sandbox, SandboxBuilder};

use super::{CreateUploadSession, DriveItem, PutContent};

pub(super) fn sandbox() -> SandboxBuilder {
    Sandbox::builder()
        .record(false)
        .on(|put: PutContent| async move {
            Reply::new(DriveItem { name: put.path, size: put.content.len() as u64 }).status(201)
        })
        .on_upload(|create: CreateUploadSession, content: Bytes| async move {
            Ok(DriveItem { name: create.path, size: content.len() as u64 })
        })
}

pub(super) fn folder(folder: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(folder.join("2024/plans"))?;
    fs::write(folder.join("2024/plans/Q1 & Q2.txt"), "50% more")?;
    fs::write(folder.join("film.mp4"), vec![7; 12_000_000])?;
    Ok(folder.to_owned())
}
