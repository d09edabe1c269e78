//! A message with an attachment of 10 MB: a draft, an upload session for what one request doesn't take, and off it goes.
//!
//! `cargo run --example send_mail`; it needs no tenant.

mod mailbox;

use graph_endpoint::prelude::*;
use graph_endpoint::{Bytes, UploadSession};

#[graph_endpoint(POST, "/me/messages", response = Draft, permissions(delegated = ["Mail.ReadWrite"]))]
struct CreateDraft {
    subject: String,
    body: ItemBody,
    to_recipients: Vec<Recipient>,
}

#[graph_type("microsoft.graph.itemBody", lossy)]
struct ItemBody {
    content_type: String,
    content: String,
}

#[graph_type("microsoft.graph.recipient", lossy)]
struct Recipient {
    email_address: EmailAddress,
}

#[graph_type("microsoft.graph.emailAddress")]
struct EmailAddress {
    address: String,
}

#[graph_type("microsoft.graph.message")]
struct Draft {
    id: String,
}

/// Attachments of 3 MB and more: <https://learn.microsoft.com/graph/outlook-large-attachments>
#[graph_endpoint(POST, "/me/messages/{id}/attachments/createUploadSession", response = UploadSession)]
struct CreateAttachment {
    id: String,
    #[graph(rename = "AttachmentItem")]
    item: AttachmentItem,
}

#[graph_type("microsoft.graph.attachmentItem", lossy)]
struct AttachmentItem {
    attachment_type: String,
    name: String,
    size: u64,
}

#[graph_endpoint(POST, "/me/messages/{id}/send", permissions(delegated = ["Mail.Send"]))]
struct SendDraft {
    id: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = mailbox::sandbox().start().await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;

    let body = ItemBody { content_type: "text".into(), content: "As promised.".into() };
    let to = Recipient { email_address: EmailAddress { address: "lee@contoso.com".into() } };
    let draft = CreateDraft::builder().subject("The film").body(body).to_recipients([to]);
    let id = draft.send(&client).await?.id;

    let film = Bytes::from(vec![7; 10_000_000]);
    let size = film.len() as u64;
    let item = AttachmentItem { attachment_type: "file".into(), name: "film.mp4".into(), size };
    let create = CreateAttachment { id: id.clone(), item };
    // Outlook takes smaller slices than a drive.
    let attached = client.upload(&create, film).outlook().await?;
    println!("attached: {}", attached.status());

    SendDraft::builder().id(id).send(&client).await?;
    println!("sent: The film");
    Ok(())
}
