use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    display_nam: Option<String>,
}

fn main() {}
