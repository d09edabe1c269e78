//! Requests that travel together: a few of different kinds, some that depend on each other, and many of one kind.
//!
//! `cargo run --example batch`; it needs no tenant.

mod tenant;

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
struct User {
    id: String,
    display_name: Option<String>,
}

#[graph_endpoint(GET, "/users/<id>", response = User)]
struct GetUser {
    id: String,
}

#[graph_endpoint(POST, "/groups", response = Group)]
struct CreateGroup {
    display_name: String,
    mail_nickname: String,
    mail_enabled: bool,
    security_enabled: bool,
}

#[graph_type("microsoft.graph.group")]
struct Group {
    id: String,
}

#[graph_endpoint(GET, "/groups/$count", response = u64)]
struct CountGroups {
    #[graph(header = "ConsistencyLevel")]
    consistency: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = tenant::sandbox().start().await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;

    // A tuple in, a tuple of results out; each has the type of its request.
    let get = |id: &str| GetUser::builder().id(id).build();
    let (adele, nobody) = client.batch((get("adele"), get("nobody"))).await?;
    println!("{}; {}", adele?.display_name.unwrap_or_default(), nobody.err().ok_or("nobody is there")?);

    // Counted only once the group is there.
    let create = |name: &str| {
        let group = CreateGroup::builder().display_name(name).mail_nickname(name);
        group.mail_enabled(false).security_enabled(true).build()
    };
    let mut batch = client.new_batch();
    let group = batch.add(&create("Pilots"));
    let count = batch.add_after(&group, &CountGroups { consistency: "eventual".to_owned() });
    let mut responses = batch.send().await?;
    println!("group {} is number {}", responses.take(group)?.id, responses.take(count)?);

    // Any number of several kinds: 45 requests of three types travel as three batches.
    let before = sandbox.requests().len();
    let mut batch = client.new_batch();
    let users: Vec<_> = (0..30).map(|number| batch.add(&get(&format!("user{number}")))).collect();
    let groups: Vec<_> = (0..14).map(|number| batch.add(&create(&format!("Crew{number}")))).collect();
    let count = batch.add(&CountGroups { consistency: "eventual".to_owned() });
    let mut responses = batch.send().await?;
    let users: Result<Vec<User>, Error> = users.into_iter().map(|user| responses.take(user)).collect();
    let groups: Result<Vec<Group>, Error> = groups.into_iter().map(|group| responses.take(group)).collect();
    let (count, sent) = (responses.take(count)?, sandbox.requests().len() - before);
    println!("{} users, {} groups and the count {count} with {sent} requests", users?.len(), groups?.len());

    // Any number of one kind, 20 to a batch, in the order that they were given.
    let before = sandbox.requests().len();
    let users = client.batch_all((0..100).map(|number| get(&format!("user{number}"))));
    let users: Vec<User> = users.try_collect().await?;
    let (last, sent) = (users.last().map_or("nobody", |user| &user.id), sandbox.requests().len() - before);
    println!("{} users with {sent} requests, the last is {last}", users.len());
    Ok(())
}
