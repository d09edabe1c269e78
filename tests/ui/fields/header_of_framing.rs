use graph_endpoint::prelude::*;

#[graph_endpoint(PUT, "/me/photo/$value")]
pub struct SetPhoto {
    #[graph(header = "Content-Length")]
    length: u64,
    #[graph(body)]
    photo: Vec<u8>,
}

fn main() {}
