use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>#photo")]
pub struct GetPhoto {
    id: String,
}

fn main() {}
