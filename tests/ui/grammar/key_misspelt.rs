use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", reponse = User)]
pub struct GetMe {}

fn main() {}
