use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response = str)]
pub struct GetName {}

fn main() {}
