use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me/photo/$value" -> Vec<u8>)]
pub struct GetPhoto {}

fn main() {}
