//! What has changed in a mail folder since the last time. `delta.rs` keeps the token in a file.
//!
//! `cargo run --example inbox`; it needs no tenant.

use futures_util::TryStreamExt as _;
use graph_endpoint::Change;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;

#[graph_endpoint(GET, "/me/mailFolders/{id}/messages/delta", response = Page<Message>, select,
    permissions(delegated = ["Mail.ReadBasic"], application = ["Mail.ReadBasic.All"]))]
struct FolderChanges {
    id: String,
}

#[graph_type("microsoft.graph.message")]
struct Message {
    subject: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox =
        Sandbox::builder().on(|_: FolderChanges| async { http::Response::new(CHANGES) }).start().await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;

    let mut changes = client.delta(&FolderChanges { id: "inbox".into() });
    while let Some(change) = changes.try_next().await? {
        match change {
            Change::Changed(message) => println!("in the inbox: {}", message.subject.unwrap_or_default()),
            Change::Removed(message) => println!("gone: {}", message.id()),
            _ => println!("the token was too old: begin anew"),
        }
    }
    println!("a token for the next time: {}", changes.token().is_some());
    Ok(())
}

const CHANGES: &str = r#"{
    "@odata.deltaLink": "/v1.0/me/mailFolders/inbox/messages/delta?$deltatoken=t1",
    "value": [{"id": "m2", "subject": "Lunch?"}, {"id": "m0", "@removed": {"reason": "deleted"}}]}"#;
