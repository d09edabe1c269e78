use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", timeout = 30)]
pub struct GetMe {}

fn main() {}
