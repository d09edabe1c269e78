use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>", Untyped)]
pub struct GetUser {
    id: String,
}

fn main() {}
