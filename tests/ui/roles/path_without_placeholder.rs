use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users")]
pub struct GetUser {
    #[graph(path)]
    id: String,
}

fn main() {}
