use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>/manager/microsoft.graph.message")]
pub struct GetManager {
    id: String,
}

fn main() {}
