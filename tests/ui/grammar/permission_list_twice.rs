use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", permissions(delegated = ["User.Read"], delegated = ["User.Read.All"]))]
pub struct GetMe {}

fn main() {}
