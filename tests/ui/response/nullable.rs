use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response = Nullable<String>)]
pub struct GetMe {}

fn main() {}
