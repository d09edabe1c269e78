//! What this program asks of Graph.
#![allow(unreachable_pub, reason = "an example")]

use graph_endpoint::Kept;
use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/teams/{team-id}/channels/{channel-id}/members", response = Page<Kept<Member>>)]
pub struct ListMembers {
    pub team_id: String,
    pub channel_id: String,
}

#[graph_type("microsoft.graph.conversationMember")]
pub enum Member {
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
pub struct CreateChannel {
    pub id: String,
    pub display_name: String,
    pub membership_type: String,
    pub members: Vec<Kept<Member>>,
}

#[graph_type("microsoft.graph.channel")]
pub struct Channel {
    pub id: String,
}

#[graph_endpoint(GET, "/teams/{team-id}/channels/{channel-id}/messages", response = Page<ChatMessage>)]
pub struct ListMessages {
    pub team_id: String,
    pub channel_id: String,
}

#[graph_type("microsoft.graph.chatMessage")]
pub struct ChatMessage {
    pub body: Untyped,
}

#[graph_endpoint(POST, "/teams/{team-id}/channels/{channel-id}/messages")]
pub struct SendMessage {
    pub team_id: String,
    pub channel_id: String,
    pub body: Untyped,
}
