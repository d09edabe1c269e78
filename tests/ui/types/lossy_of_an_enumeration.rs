use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.importance", lossy)]
pub enum Importance {
    Low,
    #[graph(other)]
    Other(String),
}

fn main() {}
