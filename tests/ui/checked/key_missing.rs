use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/messages")]
pub struct ListMessages {}

fn main() {}
