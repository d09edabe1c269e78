use graph_endpoint::prelude::*;

pub struct ETag;

#[graph_endpoint(GET, "/me")]
pub struct GetMe {
    #[graph(header = "If-None-Match")]
    etag: Option<ETag>,
}

fn main() {}
