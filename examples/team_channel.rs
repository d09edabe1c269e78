//! A private channel of a team: created with its members, copied from another one, and written to.
//!
//! Members are polymorphic: most are `aadUserConversationMember`, and Teams adds kinds now and then. What isn't known here
//! goes on to the new channel as it came.
//!
//! `cargo run --example team_channel`; it needs no tenant.

use futures_util::TryStreamExt as _;
use graph_endpoint::Kept;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;

#[graph_endpoint(GET, "/teams/{team-id}/channels/{channel-id}/members", response = Page<Kept<Member>>)]
struct ListMembers {
    team_id: String,
    channel_id: String,
}

#[graph_type("microsoft.graph.conversationMember")]
enum Member {
    /// Who it is can be read as `userId`, and is written as a link.
    #[graph(type = "microsoft.graph.aadUserConversationMember")]
    User {
        roles: Vec<String>,
        user_id: Option<String>,
        #[graph(rename = "user@odata.bind")]
        link: Option<String>,
    },
    #[graph(other)]
    Other(Untyped),
}

#[graph_endpoint(POST, "/teams/{id}/channels", response = Channel)]
struct CreateChannel {
    id: String,
    display_name: String,
    membership_type: String,
    members: Vec<Kept<Member>>,
}

#[graph_type("microsoft.graph.channel")]
struct Channel {
    id: String,
}

#[graph_endpoint(GET, "/teams/{team-id}/channels/{channel-id}/messages", response = Page<ChatMessage>)]
struct ListMessages {
    team_id: String,
    channel_id: String,
}

#[graph_type("microsoft.graph.chatMessage")]
struct ChatMessage {
    body: Untyped,
}

#[graph_endpoint(POST, "/teams/{team-id}/channels/{channel-id}/messages")]
struct SendMessage {
    team_id: String,
    channel_id: String,
    body: Untyped,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder()
        .on(|_: ListMembers| async { http::Response::new(MEMBERS) })
        .on(|_: CreateChannel| async { Channel { id: "new".to_owned() } })
        .on(|_: ListMessages| async { http::Response::new(MESSAGES) })
        .on(|_: SendMessage| async {})
        .start()
        .await?;
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

const MEMBERS: &str = r##"{"value": [
        {"@odata.type": "#microsoft.graph.aadUserConversationMember", "id": "1", "roles": ["owner"], "userId": "u1"},
        {"@odata.type": "#microsoft.graph.anonymousGuestConversationMember", "roles": [], "anonymousGuestId": "g1"}]}"##;
const MESSAGES: &str = r#"{"value": [{"body": {"contentType": "html", "content": "<b>Lunch?</b>"}}]}"#;
