use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>/xyzxyz")]
pub struct GetOfUser {
    id: String,
}

fn main() {}
