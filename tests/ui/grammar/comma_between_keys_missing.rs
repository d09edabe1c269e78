use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", version = "beta" unverified)]
pub struct GetMe {}

fn main() {}
