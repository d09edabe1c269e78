use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.importance")]
pub enum Importance {
    #[serde(rename = "low")]
    Low,
}

fn main() {}
