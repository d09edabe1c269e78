use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    #[graph(expand)]
    display_name: Option<String>,
}

fn main() {}
