use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "GET /users/{id}")]
pub struct GetUser {
    id: String,
}

fn main() {}
