use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub union User {
    id: u32,
}

fn main() {}
