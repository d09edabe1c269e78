use graph_endpoint::prelude::*;

#[graph_endpoint(method = GET, path = "/users/<id>")]
pub struct GetUser {
    id: String,
}

fn main() {}
