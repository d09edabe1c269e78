use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.importance")]
pub enum Importance {
    Low,
    #[graph(rename = "low")]
    Least,
}

fn main() {}
