//! What has changed since the last time: a first run, a token in a file, a second run from there.
//!
//! `cargo run --example delta`; it needs no tenant.

use std::fs;

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;
use graph_endpoint::{Change, DeltaToken};
use serde_json::json;

#[graph_type("microsoft.graph.user")]
struct UserSummary {
    id: String,
    display_name: Option<String>,
}

#[graph_endpoint(GET, "/users/delta", response = Page<UserSummary>, select)]
struct UserChanges {
    #[graph(query = "$deltatoken")]
    token: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A fake of Graph: two users at first, then one is renamed and one is gone.
    let sandbox = Sandbox::builder()
        .on(|changes: UserChanges| async move {
            let (token, users) = match changes.token {
                None => ("first", json!([{"id": "1", "displayName": "Adele"}, {"id": "2", "displayName": "Lee"}])),
                Some(_) => (
                    "second",
                    json!([{"id": "1", "displayName": "Adele Vance"}, {"id": "2", "@removed": {"reason": "deleted"}}]),
                ),
            };
            let link = format!("/v1.0/users/delta?$deltatoken={token}");
            http::Response::new(json!({"@odata.deltaLink": link, "value": users}).to_string())
        })
        .start()
        .await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;

    let file = std::env::temp_dir().join(format!("graph-endpoint-delta-{}", std::process::id()));
    for run in ["first run", "second run"] {
        println!("{run}:");
        let saved = fs::read_to_string(&file).ok().map(DeltaToken::from);
        let token = synchronize(&client, saved).await?;
        fs::write(&file, token.as_str())?;
    }
    fs::remove_file(&file)?;
    Ok(())
}

/// Applies what has changed, and returns where the next run goes on.
async fn synchronize(
    client: &Client,
    saved: Option<DeltaToken>,
) -> Result<DeltaToken, Box<dyn std::error::Error>> {
    let everything = UserChanges { token: None };
    let mut changes = match saved {
        Some(token) => client.delta_from(&everything, &token),
        None => client.delta(&everything),
    };
    while let Some(change) = changes.try_next().await? {
        match change {
            Change::Changed(user) => {
                println!("  {} is {}", user.id, user.display_name.unwrap_or_default());
            }
            Change::Removed(user) => {
                println!("  {} is gone: {}", user.id(), user.reason().map_or("unknown", |why| why.as_str()));
            }
            Change::Resync(_) => println!("  the token was too old: all that is known is dropped"),
            _ => {}
        }
    }
    changes.token().cloned().ok_or_else(|| "the run did not come to its end".into())
}
