use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users", response = Page<Self>)]
pub struct ListUsers {}

fn main() {}
