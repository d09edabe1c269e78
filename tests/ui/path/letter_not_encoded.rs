use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me/drive/root:/Überblick:/content")]
pub struct GetOverview {}

fn main() {}
