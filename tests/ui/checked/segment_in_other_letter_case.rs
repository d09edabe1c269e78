use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>/Messages")]
pub struct ListMessages {
    id: String,
}

fn main() {}
