use graph_endpoint::prelude::*;

#[graph_endpoint]
pub struct GetMe {}

fn main() {}
