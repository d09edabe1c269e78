use graph_endpoint::prelude::*;

pub struct User;

#[graph_endpoint(GET, "/me", response = User)]
pub struct GetMe {}

fn main() {}
