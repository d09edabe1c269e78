use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response = String, select)]
pub struct GetMe {}

fn main() {}
