use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", version = beta)]
pub struct GetMe {}

fn main() {}
