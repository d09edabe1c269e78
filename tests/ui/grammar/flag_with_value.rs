use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", select = true)]
pub struct GetMe {}

fn main() {}
