use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/me/cover/$value")]
pub struct ChangeCover {
    #[graph(body, content_type = "image/jpeg")]
    cover: Vec<u8>,
}

fn main() {}
