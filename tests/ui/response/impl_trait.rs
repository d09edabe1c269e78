use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response = impl Sized)]
pub struct GetMe {}

fn main() {}
