use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub enum User {}

fn main() {}
