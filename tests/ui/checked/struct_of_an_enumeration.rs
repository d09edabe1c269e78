use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.importance")]
pub struct Importance {
    low: bool,
}

fn main() {}
