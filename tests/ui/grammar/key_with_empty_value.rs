use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", version = )]
pub struct GetMe {}

fn main() {}
