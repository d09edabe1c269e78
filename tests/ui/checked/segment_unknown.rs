use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>/mesages")]
pub struct ListMessages {
    id: String,
}

fn main() {}
