use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me")]
#[graph_endpoint(GET, "/users/<id>")]
pub struct GetUser {
    id: String,
}

fn main() {}
