use graph_endpoint::prelude::*;

#[graph_endpoint(DELETE, "/users/<id>/%2e%2E/messages")]
pub struct DeleteMessages {
    id: String,
}

fn main() {}
