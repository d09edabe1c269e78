//! A person leaves: the account is disabled and signed out, out of its groups, and without its licences but one.
//!
//! `cargo run --example offboard_user`; it needs no tenant.

use futures_util::{StreamExt as _, TryStreamExt as _};
use graph_endpoint::Kept;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Sandbox, SandboxBuilder, SandboxError};

#[graph_endpoint(PATCH, "/users/{id}", permissions(application = ["User.EnableDisableAccount.All"]))]
struct DisableUser {
    id: String,
    account_enabled: bool,
}

#[graph_endpoint(POST, "/users/{id}/revokeSignInSessions")]
struct RevokeSignInSessions {
    id: String,
}

#[graph_endpoint(GET, "/users/{id}/memberOf/microsoft.graph.group", response = Page<Group>, select)]
struct ListGroups {
    id: String,
}

#[graph_type("microsoft.graph.group")]
#[derive(Clone)]
struct Group {
    id: String,
}

#[graph_endpoint(DELETE, "/groups/{group-id}/members/{id}/$ref")]
struct RemoveMember {
    group_id: String,
    id: String,
}

#[graph_endpoint(GET, "/users/{id}", response = Licenses, select)]
struct GetLicenses {
    id: String,
}

#[graph_type("microsoft.graph.user")]
struct Licenses {
    assigned_licenses: Vec<Kept<AssignedLicense>>,
}

/// Of a licence only its product is looked at; the plans that are switched off in it stay in the `Kept` around it.
#[graph_type("microsoft.graph.assignedLicense")]
struct AssignedLicense {
    sku_id: String,
}

#[graph_endpoint(POST, "/users/{id}/assignLicense")]
struct AssignLicense {
    id: String,
    add_licenses: Vec<Kept<AssignedLicense>>,
    remove_licenses: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = tenant().start().await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;

    let id = "adele";
    DisableUser::builder().id(id).account_enabled(false).send(&client).await?;
    RevokeSignInSessions::builder().id(id).send(&client).await?;
    println!("{id} is disabled and signed out");

    // All groups in batches of 20; a group that refuses doesn't stop the others.
    let groups: Vec<Group> = client.items(&ListGroups { id: id.into() }).try_collect().await?;
    let removals = groups.iter().map(|group| RemoveMember { group_id: group.id.clone(), id: id.into() });
    let results: Vec<_> = client.batch_all(removals).collect().await;
    for (group, result) in groups.iter().zip(results) {
        println!("  {}: {}", group.id, result.err().map_or("removed".into(), |error| error.to_string()));
    }

    // What stays is given back as it came: a licence without its `disabledPlans` would switch them all on.
    let licenses = GetLicenses::builder().id(id).send(&client).await?.assigned_licenses;
    let (add, remove): (Vec<_>, Vec<_>) =
        licenses.into_iter().partition(|license| license.sku_id == "archive");
    let remove: Vec<_> = remove.into_iter().map(|license| license.into_inner().sku_id).collect();
    AssignLicense::builder().id(id).add_licenses(add).remove_licenses(remove).send(&client).await?;

    let last = sandbox.requests().pop().ok_or("no request")?;
    println!("{} {}", last.path(), String::from_utf8_lossy(last.body()));
    Ok(())
}

fn tenant() -> SandboxBuilder {
    let groups = ["everybody", "sales", "skiing"].map(|id| Group { id: id.to_owned() });
    // The first group's members come from a rule.
    let dynamic = SandboxError::new(403, "Authorization_RequestDenied", "The membership is dynamic.");
    let licenses = r#"{"assignedLicenses": [{"skuId": "e5", "disabledPlans": []},
        {"skuId": "archive", "disabledPlans": ["chat", "video"]}]}"#;
    Sandbox::builder()
        .on(|_: DisableUser| async {})
        .on(|_: RevokeSignInSessions| async {})
        .on_pages::<ListGroups, _>(groups.to_vec(), 2)
        .on(|_: RemoveMember| async {})
        .fail_first::<RemoveMember>(1, dynamic)
        .on(move |_: GetLicenses| async move { http::Response::new(licenses) })
        .on(|_: AssignLicense| async {})
}
