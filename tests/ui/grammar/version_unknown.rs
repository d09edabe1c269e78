use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", version = "v2.0")]
pub struct GetMe {}

fn main() {}
