use graph_endpoint::prelude::*;

#[graph_endpoint(PUT, "/me/photo/$value")]
pub struct SetPhoto {
    photo: String,
}

fn main() {}
