use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    #[graph(content_type = "text/plain")]
    id: String,
}

fn main() {}
