use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.usr")]
pub struct User {
    display_name: Option<String>,
}

fn main() {}
