use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<user-id>/messages")]
pub struct ListMessages {
    user_id: String,
}

fn main() {}
