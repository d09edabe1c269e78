use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response = Usr)]
pub struct GetMe {}

fn main() {}
