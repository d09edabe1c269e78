use graph_endpoint::prelude::*;

#[graph_endpoint(patch, "/users/<id>")]
pub struct UpdateUser {
    id: String,
}

fn main() {}
