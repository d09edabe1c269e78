use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/users/<user_id>/messages/<mesage_id>")]
pub struct UpdateMessage {
    user_id: String,
    message_id: String,
}

fn main() {}
