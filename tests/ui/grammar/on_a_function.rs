use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me")]
pub fn get_me() {}

fn main() {}
