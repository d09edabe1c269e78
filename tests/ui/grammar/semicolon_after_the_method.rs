use graph_endpoint::prelude::*;

#[graph_endpoint(GET; "/me")]
pub struct GetMe {}

fn main() {}
