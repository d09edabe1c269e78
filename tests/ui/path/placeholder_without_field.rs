use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>/messages/<message>")]
pub struct GetMessage {
    id: String,
}

fn main() {}
