use graph_endpoint::prelude::*;

#[graph_endpoint(PUT, "/me/photo/$value")]
pub struct SetPhoto {
    #[graph(body)]
    photo: Vec<u8>,
    #[graph(body)]
    thumbnail: Vec<u8>,
}

fn main() {}
