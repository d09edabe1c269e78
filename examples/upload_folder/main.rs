//! A folder goes up to a document library, its subfolders included: small files in one request each, large ones by session.
//!
//! `cargo run --example upload_folder` sends a folder that it makes; `cargo run --example upload_folder -- PATH` yours.

mod drive;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use graph_endpoint::prelude::*;
use graph_endpoint::{Bytes, UploadSession};

/// What fits into one request. <https://learn.microsoft.com/graph/api/driveitem-put-content>
const SMALL: u64 = 4 * 1024 * 1024;

#[graph_endpoint(PUT, "/drives/<drive>/root:/<path..>:/content", response = DriveItem)]
struct PutContent {
    drive: String,
    path: String,
    #[graph(body)]
    content: Bytes,
}

#[graph_endpoint(POST, "/drives/<drive>/root:/<path..>:/createUploadSession", response = UploadSession)]
struct CreateUploadSession {
    drive: String,
    path: String,
}

#[graph_type("microsoft.graph.driveItem")]
struct DriveItem {
    // Null by the schema; a file has both.
    #[graph(unverified)]
    name: String,
    #[graph(unverified)]
    size: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = drive::sandbox().start().await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;

    let made = env::temp_dir().join(format!("graph-endpoint-folder-{}", std::process::id()));
    let folder = env::args().nth(1).map_or_else(|| drive::folder(&made), |path| Ok(PathBuf::from(path)))?;
    for file in files(&folder)? {
        let path = file.strip_prefix(&folder)?.to_string_lossy().replace('\\', "/");
        let drive = "b!documents".to_owned();
        let item: DriveItem = if fs::metadata(&file)?.len() <= SMALL {
            let put = PutContent { drive, path, content: fs::read(&file)?.into() };
            client.send(&put).await?
        } else {
            client.upload(&CreateUploadSession { drive, path }, file.as_path()).await?.item()?
        };
        println!("{}: {} bytes", item.name, item.size);
    }
    if made.exists() {
        fs::remove_dir_all(made)?;
    }
    Ok(())
}

/// The files in a folder and in its subfolders.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut folders, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let list = if entry.file_type()?.is_dir() { &mut folders } else { &mut files };
            list.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}
