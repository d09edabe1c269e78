use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    display_name: String,
    #[serde(rename = "displayName")]
    name: String,
}

fn main() {}
