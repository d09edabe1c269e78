use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", permissions(delegated = [User.Read]))]
pub struct GetMe {}

fn main() {}
