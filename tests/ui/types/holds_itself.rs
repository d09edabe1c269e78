use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    manager: Option<Self>,
}

fn main() {}
