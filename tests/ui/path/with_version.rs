use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/beta/users/<id>")]
pub struct GetUser {
    id: String,
}

fn main() {}
