use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me")]
pub struct GetMe {
    #[graph(header = "If-None-Match")]
    etag: Nullable<String>,
}

fn main() {}
