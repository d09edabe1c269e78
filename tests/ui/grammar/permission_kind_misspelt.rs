use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", permissions(delegate = ["User.Read"]))]
pub struct GetMe {}

fn main() {}
