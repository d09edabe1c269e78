use graph_endpoint::prelude::*;

#[graph_endpoint(GET, b"/me")]
pub struct GetMe {}

fn main() {}
