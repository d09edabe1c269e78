use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>")]
pub struct GetUser {
    #[serde(default)]
    id: String,
}

fn main() {}
