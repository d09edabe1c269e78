use graph_endpoint::prelude::*;

#[graph_endpoint(GET, response = String)]
pub struct GetMe {}

fn main() {}
