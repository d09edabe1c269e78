use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    #[graph(query = "id")]
    id: String,
}

fn main() {}
