//! A person leaves: the account is disabled and signed out, out of its groups, and without its licences but one.
//!
//! `cargo run --example offboard_user`; it needs no tenant.

mod calls;
mod tenant;

use futures_util::{StreamExt as _, TryStreamExt as _};
use graph_endpoint::prelude::*;

use self::calls::{
    AssignLicense, DisableUser, GetLicenses, Group, ListGroups, RemoveMember, RevokeSignInSessions,
};

/// The product that stays.
const EXCHANGE_ARCHIVE: &str = "ee02fd1b-340e-4a4b-b355-4a514e4c8943";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = tenant::sandbox().start().await?;
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
        licenses.into_iter().partition(|license| license.sku_id == EXCHANGE_ARCHIVE);
    let remove: Vec<_> = remove.into_iter().map(|license| license.into_inner().sku_id).collect();
    AssignLicense::builder().id(id).add_licenses(add).remove_licenses(remove).send(&client).await?;

    let last = sandbox.requests().pop().ok_or("no request")?;
    println!("{} {}", last.path(), String::from_utf8_lossy(last.body()));
    Ok(())
}
