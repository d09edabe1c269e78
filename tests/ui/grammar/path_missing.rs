use graph_endpoint::prelude::*;

#[graph_endpoint(GET)]
pub struct GetMe {}

fn main() {}
