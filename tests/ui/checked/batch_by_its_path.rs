use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/$batch", response = serde_json::Value)]
pub struct Batch {
    requests: Vec<serde_json::Value>,
}

fn main() {}
