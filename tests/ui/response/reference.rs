use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response = &'static str)]
pub struct GetMe {}

fn main() {}
