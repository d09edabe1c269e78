use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject")]
pub struct Object {
    account_enabled: Option<bool>,
}

fn main() {}
