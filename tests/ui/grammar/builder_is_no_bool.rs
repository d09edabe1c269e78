use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", builder = "no")]
pub struct GetMe {}

fn main() {}
