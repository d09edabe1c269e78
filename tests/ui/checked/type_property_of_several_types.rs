use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject")]
pub struct Member {
    id: String,
    display_name: Option<String>,
}

fn main() {}
