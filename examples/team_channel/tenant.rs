//! A team on this machine: a channel with two members, one of a kind that the program doesn't know, and a message.

use graph_endpoint::sandbox::{Sandbox, SandboxBuilder};

use super::calls::{Channel, CreateChannel, ListMembers, ListMessages, SendMessage};

pub(super) fn sandbox() -> SandboxBuilder {
    Sandbox::builder()
        .on(|_: ListMembers| async { http::Response::new(MEMBERS) })
        .on(|_: CreateChannel| async { Channel { id: "new".to_owned() } })
        .on(|_: ListMessages| async { http::Response::new(MESSAGES) })
        .on(|_: SendMessage| async {})
}

const MEMBERS: &str = r##"{"value": [
        {"@odata.type": "#microsoft.graph.aadUserConversationMember", "id": "1", "roles": ["owner"], "userId": "u1"},
        {"@odata.type": "#microsoft.graph.anonymousGuestConversationMember", "roles": [], "anonymousGuestId": "g1"}]}"##;
const MESSAGES: &str = r#"{"value": [{"body": {"contentType": "html", "content": "<b>Lunch?</b>"}}]}"#;
