//! A private channel of a team: created with its members, copied from another one, and written to.
//!
//! Members are polymorphic: most are `aadUserConversationMember`, and Teams adds kinds now and then. What isn't known here
//! goes on to the new channel as it came.
//!
//! `cargo run --example team_channel`; it needs no tenant.

mod calls;
mod tenant;

use futures_util::TryStreamExt as _;
use graph_endpoint::Kept;
use graph_endpoint::prelude::*;

use self::calls::{CreateChannel, ListMembers, ListMessages, Member, SendMessage};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = tenant::sandbox().start().await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;

    let old = ListMembers::builder().team_id("t1").channel_id("old").build();
    let members: Vec<Kept<Member>> = client.items(&old).map_ok(invite).try_collect().await?;
    let new = CreateChannel::builder().id("t1").display_name("Pilots").membership_type("private");
    let channel = new.members(members).send(&client).await?;

    let old = ListMessages::builder().team_id("t1").channel_id("old").build();
    let mut messages = client.items(&old);
    while let Some(message) = messages.try_next().await? {
        let copy = SendMessage::builder().team_id("t1").channel_id(&channel.id).body(message.body);
        copy.send(&client).await?;
    }
    let created = sandbox.requests().into_iter().filter(|request| request.method() == http::Method::POST);
    created.for_each(|request| println!("{}", String::from_utf8_lossy(request.body())));
    Ok(())
}

/// A member as one invites it: a user by a link, and not with the id that it has in the old channel.
fn invite(member: Kept<Member>) -> Kept<Member> {
    let Member::User { roles, user_id, .. } = &*member else { return member };
    let link = user_id.as_ref().map(|id| format!("https://graph.microsoft.com/v1.0/users('{id}')"));
    Member::User { roles: roles.clone(), user_id: None, link }.into()
}
