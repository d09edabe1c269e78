use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>")]
pub struct GetUser {
    #[graph(path, query = "id")]
    id: String,
}

fn main() {}
