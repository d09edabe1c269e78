use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id/messages")]
pub struct ListMessages {
    id: String,
}

fn main() {}
