use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.importance")]
pub enum Importance {
    Low,
    Normall,
    #[graph(unverified)]
    Urgent,
    #[graph(other)]
    Other(String),
}

fn main() {}
