use graph_endpoint::prelude::*;

#[graph_endpoint(PACTH, "/users/<id>")]
pub struct UpdateUser {
    id: String,
}

fn main() {}
