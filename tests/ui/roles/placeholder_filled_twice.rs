use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>")]
pub struct GetUser {
    id: String,
    #[graph(path = "id")]
    upn: String,
}

fn main() {}
