use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response = _)]
pub struct GetMe {}

fn main() {}
