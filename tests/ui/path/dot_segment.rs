use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/../groups/<id>")]
pub struct GetGroup {
    id: String,
}

fn main() {}
