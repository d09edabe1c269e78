use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
#[serde(rename_all = "PascalCase")]
pub struct User {
    id: String,
}

fn main() {}
