use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response)]
pub struct GetMe {}

fn main() {}
