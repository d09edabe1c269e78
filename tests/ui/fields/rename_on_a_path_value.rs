use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>")]
pub struct GetUser {
    #[graph(rename = "userId")]
    id: String,
}

fn main() {}
