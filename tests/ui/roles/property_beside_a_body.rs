use graph_endpoint::prelude::*;

#[graph_endpoint(PUT, "/me/photo/$value")]
pub struct SetPhoto {
    #[graph(body, content_type = "image/jpeg")]
    photo: Vec<u8>,
    width: u32,
}

fn main() {}
