//! A PATCH says three things of a property: leave it, set it, clear it. And properties that have no field here: schema
//! extensions, and collections that are annotated.
//!
//! `cargo run --example patch`; it needs no tenant.

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;
use graph_endpoint::{AdditionalProperties, Nullable};
use serde_json::json;

/// Update a user.
#[graph_endpoint(PATCH, "/users/{id}", permissions(application = ["User.ReadWrite.All"]))]
struct UpdateUser {
    id: String,
    /// Left out when `None`: stays as it is.
    department: Option<String>,
    /// `Absent` stays, `Null` clears, a value sets.
    mobile_phone: Nullable<String>,
    job_title: Nullable<String>,
    /// `extension_<app>_<name>`, `onPremisesExtensionAttributes` and whatever else the tenant has.
    #[graph(additional)]
    extensions: AdditionalProperties,
}

/// Add members to a group: a collection by links, which has an annotation for a name.
/// <https://learn.microsoft.com/graph/api/group-post-members>
#[graph_endpoint(PATCH, "/groups/{id}")]
struct AddMembers {
    id: String,
    #[graph(rename = "members@odata.bind")]
    members: Vec<String>,
}

/// Update an open extension: the type of a collection stands beside it, else Graph takes it for something else.
#[graph_endpoint(PATCH, "/me/extensions/{name}", odata_type = "#microsoft.graph.openTypeExtension")]
struct UpdateExtension {
    name: String,
    #[graph(rename = "sizes@odata.type", unverified)]
    sizes_type: String,
    // A property of the extension's own, which no schema knows.
    #[graph(unverified)]
    sizes: Vec<i64>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder()
        .on(|_: UpdateUser| async {})
        .on(|_: AddMembers| async {})
        .on(|_: UpdateExtension| async {})
        .start()
        .await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;

    let mut extensions = AdditionalProperties::new();
    extensions.insert("extension_5a1_costCenter", "4711")?;
    extensions.insert("onPremisesExtensionAttributes", json!({"extensionAttribute1": null}))?;
    let update = UpdateUser::builder().id("adele").mobile_phone(None).job_title("Pilot".to_owned());
    update.extensions(extensions).send(&client).await?;

    let members = ["u1", "u2"].map(|id| format!("https://graph.microsoft.com/v1.0/directoryObjects/{id}"));
    AddMembers::builder().id("pilots").members(members).send(&client).await?;

    let update = UpdateExtension::builder().name("com.contoso.shoes").sizes_type("#Collection(Int64)");
    update.sizes([38, 39]).send(&client).await?;

    for request in sandbox.requests() {
        println!("{} {}", request.path(), String::from_utf8_lossy(request.body()));
    }
    Ok(())
}
