use graph_endpoint::prelude::*;

#[graph_endpoint(PUT, "/me/photo/$value")]
pub struct SetPhoto {
    #[graph(body, content_type = "image/jpeg")]
    photo: u32,
}

fn main() {}
