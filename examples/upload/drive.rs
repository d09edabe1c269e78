//! A drive on this machine that holds one file.

use std::sync::{Arc, Mutex, PoisonError};

use graph_endpoint::Bytes;
use graph_endpoint::sandbox::{Sandbox, SandboxBuilder};

use super::{CreateUploadSession, DriveItem, GetContent};

pub(super) fn sandbox() -> SandboxBuilder {
    let stored = Arc::new(Mutex::new(Bytes::new()));
    let content = Arc::clone(&stored);
    Sandbox::builder()
        .record(false)
        .on_upload(move |_: CreateUploadSession, content: Bytes| {
            let size = content.len() as u64;
            *stored.lock().unwrap_or_else(PoisonError::into_inner) = content;
            async move { Ok(DriveItem { id: "01ABC".to_owned(), size }) }
        })
        .on_download(move |_: GetContent| {
            let content = content.lock().unwrap_or_else(PoisonError::into_inner).clone();
            async move { Ok(content) }
        })
}
