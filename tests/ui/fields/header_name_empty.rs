use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me")]
pub struct GetMe {
    #[graph(header = "")]
    etag: String,
}

fn main() {}
