use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    #[graph(additional)]
    more: Vec<String>,
}

fn main() {}
