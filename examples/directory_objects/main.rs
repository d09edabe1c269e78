//! The members of a group are users, devices and whatever else a directory holds: all of them, one kind by a cast, how many
//! (`$count`), and some by name (`$search`).
//!
//! `cargo run --example directory_objects`; with `GRAPH_TOKEN` set it asks the real service, for the group that is named:
//! `GRAPH_TOKEN=ey.. cargo run --example directory_objects -- GROUP_ID`

mod tenant;

use std::env;

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::query::Search;

#[graph_endpoint(GET, "/groups/{id}/members", response = Page<DirectoryObject>)]
struct ListMembers {
    id: String,
}

#[graph_type("microsoft.graph.directoryObject")]
enum DirectoryObject {
    #[graph(type = "microsoft.graph.user")]
    User(User),
    #[graph(type = "microsoft.graph.device")]
    Device { display_name: Option<String>, operating_system: Option<String> },
    #[graph(other)]
    Other(Untyped),
}

#[graph_type("microsoft.graph.user")]
#[derive(Clone)]
struct User {
    id: String,
    display_name: Option<String>,
}

/// The users among the members: a cast in the path, and the type is known.
#[graph_endpoint(GET, "/groups/{id}/members/microsoft.graph.user", response = Page<User>, select)]
struct ListUsers {
    id: String,
}

#[graph_endpoint(GET, "/groups/{id}/members/microsoft.graph.user/$count", response = u64)]
struct CountUsers {
    id: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = tenant::sandbox().start().await?;
    let client = match env::var("GRAPH_TOKEN") {
        Ok(token) => Client::builder().token(token).build()?,
        Err(_) => Client::builder().token("sandbox").base_url(sandbox.url()).build()?,
    };
    let id = env::args().nth(1).unwrap_or_else(|| "pilots".to_owned());

    let mut members = client.items(&ListMembers { id: id.clone() });
    while let Some(member) = members.try_next().await? {
        match member {
            DirectoryObject::User(user) => println!("user {}", user.display_name.unwrap_or(user.id)),
            DirectoryObject::Device { display_name, operating_system } => {
                println!(
                    "device {} ({})",
                    display_name.unwrap_or_default(),
                    operating_system.unwrap_or_default()
                );
            }
            DirectoryObject::Other(other) => println!("a {}", other.type_name().unwrap_or("thing")),
        }
    }

    // `$count` and `$search` are advanced queries: `ConsistencyLevel: eventual` goes with them.
    let count = CountUsers { id: id.clone() }.consistency_level_eventual().send(&client).await?;
    println!("{count} users");
    let named = ListUsers { id }.search(Search::property("displayName", "adele")).count();
    let users: Vec<User> = client.items(&named).try_collect().await?;
    println!("{} of them named Adele", users.len());
    Ok(())
}
