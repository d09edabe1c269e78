use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me")]
pub struct GetMe {
    #[graph(header = "If Match")]
    etag: String,
}

fn main() {}
