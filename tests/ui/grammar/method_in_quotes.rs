use graph_endpoint::prelude::*;

#[graph_endpoint("get", "/users/<id>")]
pub struct GetUser {
    id: String,
}

fn main() {}
