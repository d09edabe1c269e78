use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>")]
pub union GetUser {
    id: u32,
}

fn main() {}
