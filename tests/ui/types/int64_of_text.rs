use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.quota")]
pub struct Quota {
    #[serde(with = "graph_endpoint::edm::int64")]
    used: String,
}

fn main() {}
