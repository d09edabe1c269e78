use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me")]
pub struct GetMe {
    #[graph(header = "Authorization")]
    token: String,
}

fn main() {}
