use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me")]
pub struct GetMe {
    #[graph(body)]
    filter: String,
}

fn main() {}
