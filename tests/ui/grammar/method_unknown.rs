use graph_endpoint::prelude::*;

#[graph_endpoint(SUBSCRIBE, "/users/<id>")]
pub struct GetUser {
    id: String,
}

fn main() {}
