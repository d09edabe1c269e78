use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
#[graph_type("microsoft.graph.directoryObject")]
pub struct User {
    id: String,
}

fn main() {}
