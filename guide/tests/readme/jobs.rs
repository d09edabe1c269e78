use std::path::Path;

use graph_endpoint::prelude::*;
use graph_endpoint::{Accepted, UploadSession};

#[graph_endpoint(GET, "/users", response = Page<Untyped>)]
struct ListUsers {
    #[graph(query = "$top")]
    page_size: Option<u32>,
}

#[graph_endpoint(GET, "/me", response = Untyped)]
struct GetMe {}

#[graph_endpoint(GET, "/me/messages", response = Page<Untyped>)]
struct ListMail {}

#[graph_endpoint(PATCH, "/me/messages/{id}")]
struct MarkRead { id: String, is_read: bool }

#[graph_endpoint(DELETE, "/users/{id}")]
struct DeleteUser { id: String }

#[graph_endpoint(GET, "/users/delta", response = Page<DriveItem>)]
struct UserChanges {}

#[graph_type("microsoft.graph.driveItem")]
struct DriveItem { id: String }

#[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
struct CreateUploadSession { path: String }

#[graph_endpoint(POST, "/me/drive/items/{id}/copy", response = Accepted)]
struct Copy { id: String }

async fn jobs(
    client: Client,
    (list_mail, mark_read, create_session, copy): (ListMail, MarkRead, CreateUploadSession, Copy),
    ids: std::vec::IntoIter<String>,
    path: &Path,
) -> Result<(), Error> {
    // README
    let mut users = client.items(ListUsers::builder().page_size(999));               // a Stream over all pages; pages_from(.., link) resumes
    let (me, mail, _) = client.batch((GetMe {}, list_mail, mark_read)).await?;       // one POST /$batch, each result typed
    let mut gone = client.batch_all(ids.map(|id| DeleteUser { id }));                // any number, 20 to a batch, a Stream of results
    let mut changes = client.delta(&UserChanges {});                                 // changed and removed; changes.token() to go on from
    let item: DriveItem = client.upload(&create_session, path).await?.item()?;       // slices, progress, resume; client.download(..) back
    let done = client.operation(&copy).await?.wait().await?;                         // 202, watched until it is done
    // end
    Ok(())
}
