use graph_endpoint::prelude::*;
use graph_endpoint::Credential;

#[graph_endpoint(GET, "/users/{id}/displayName", response = graph_endpoint::ValueOf<String>)]
struct GetName { id: String }

#[graph_endpoint(GET, "/groups/{id}/members", response = Page<Untyped>)]
struct ListMembers { id: String }

async fn calls(
    credential: impl Credential + 'static,
    token: String,
    request: GetName,
) -> Result<(), Box<dyn std::error::Error>> {
    // README
    let client = Client::new(azure_identity::DeveloperToolsCredential::new(None)?);  // feature `azure-identity`, any of its credentials
    let client = Client::new(credential);                    // a `Credential` of your own
    let client = Client::builder().token(token).build()?;    // a fixed token
    let name = GetName::builder().id("adele").send(&client).await?;
    let response = client.send(&request).response().await?;      // with status and headers: etag(), location(), request_id()
    let members = ListMembers::builder().id("g").top(5).send(&client).await?;    // OData's options on any GET, builder or value
    // end
    Ok(())
}
