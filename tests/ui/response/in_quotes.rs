use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response = "String")]
pub struct GetMe {}

fn main() {}
