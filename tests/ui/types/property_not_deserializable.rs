use graph_endpoint::prelude::*;

#[derive(serde::Serialize)]
pub struct Manager;

#[graph_type("microsoft.graph.user")]
pub struct User {
    manager: Manager,
}

fn main() {}
