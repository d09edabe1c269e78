use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.importance", properties)]
pub enum Importance {
    Low,
    #[graph(other)]
    Other(String),
}

fn main() {}
