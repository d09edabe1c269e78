use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me/interval", response = std::time::Duration)]
pub struct GetInterval;

fn main() {}
