use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.importance")]
pub enum Importance {
    Low,
    #[graph(other)]
    Other(u32),
}

fn main() {}
