use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", crate = "graph_endpoint")]
pub struct GetMe {}

fn main() {}
