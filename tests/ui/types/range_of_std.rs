use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.job")]
pub struct Job {
    pages: Vec<std::ops::Range<u32>>,
}

fn main() {}
