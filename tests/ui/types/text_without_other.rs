use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.importance")]
pub enum Importance {
    Low,
    High,
    Other(String),
}

fn main() {}
