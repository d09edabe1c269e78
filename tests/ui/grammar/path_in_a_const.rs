use graph_endpoint::prelude::*;

const PATH: &str = "/me";

#[graph_endpoint(GET, concat!(PATH, "/x"))]
pub struct GetMe {}

fn main() {}
