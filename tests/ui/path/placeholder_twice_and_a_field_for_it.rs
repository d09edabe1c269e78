use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/{id}/messages/{id}")]
pub struct GetMessage {
    id: String,
    message_id: String,
}

fn main() {}
