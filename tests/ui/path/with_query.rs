use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>?$select=id")]
pub struct GetUser {
    id: String,
}

fn main() {}
