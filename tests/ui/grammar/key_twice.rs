use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", version = "beta", version = "v1.0")]
pub struct GetMe {}

fn main() {}
