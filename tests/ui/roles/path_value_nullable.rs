use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>")]
pub struct GetUser {
    id: Nullable<String>,
}

fn main() {}
