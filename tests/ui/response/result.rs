use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response = Result<Untyped, Error>)]
pub struct GetMe {}

fn main() {}
