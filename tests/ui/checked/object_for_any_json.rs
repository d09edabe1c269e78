use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.cell")]
pub struct Cell {
    id: String,
    values: Option<Untyped>,
}

fn main() {}
