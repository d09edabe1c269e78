use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
#[derive(Debug, serde::Deserialize)]
pub struct User {
    id: String,
}

fn main() {}
