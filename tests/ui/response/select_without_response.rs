use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", select)]
pub struct GetMe {}

fn main() {}
