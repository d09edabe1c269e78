use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    id: &'static str,
}

fn main() {}
