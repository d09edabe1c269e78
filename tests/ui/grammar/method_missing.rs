use graph_endpoint::prelude::*;

#[graph_endpoint("/users/<id>")]
pub struct GetUser {
    id: String,
}

fn main() {}
