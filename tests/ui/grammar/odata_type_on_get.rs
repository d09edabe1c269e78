use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", odata_type = "#microsoft.graph.user")]
pub struct GetMe {}

fn main() {}
