use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "")]
pub struct GetRoot {}

fn main() {}
