use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    #[graph(rename = "")]
    display_name: String,
}

fn main() {}
