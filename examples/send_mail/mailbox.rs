//! A mailbox on this machine.

use graph_endpoint::Bytes;
use graph_endpoint::sandbox::{Reply, Sandbox, SandboxBuilder};
use serde_json::json;

use super::{CreateAttachment, CreateDraft, Draft, SendDraft};

pub(super) fn sandbox() -> SandboxBuilder {
    Sandbox::builder()
        .on(|_: CreateDraft| async { Reply::new(Draft { id: "m1".to_owned() }).status(201) })
        .on_upload(|create: CreateAttachment, content: Bytes| async move {
            println!("{} bytes of {} are in the mailbox", content.len(), create.item.size);
            Ok(json!({}))
        })
        .on(|_: SendDraft| async { Reply::new(()).status(202) })
}
