use graph_endpoint::prelude::*;
use graph_endpoint::Flags;

#[graph_type("microsoft.graph.chat")]
pub struct Chat {
    scopes: Option<Flags<String>>,
}

fn main() {}
