use graph_endpoint::prelude::*;

#[derive(serde::Deserialize)]
pub struct Manager;

#[graph_type("microsoft.graph.user")]
pub struct User {
    manager: Manager,
}

fn main() {}
