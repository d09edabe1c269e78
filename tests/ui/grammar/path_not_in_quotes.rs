use graph_endpoint::prelude::*;

#[graph_endpoint(GET, /users/me)]
pub struct GetMe {}

fn main() {}
