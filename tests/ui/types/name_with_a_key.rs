use graph_endpoint::prelude::*;

#[graph_type(name = "microsoft.graph.user")]
pub struct User {
    id: String,
}

fn main() {}
