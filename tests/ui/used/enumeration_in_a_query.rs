use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.importance")]
pub enum Importance {
    Low,
    #[graph(rename = "low")]
    Least,
}

#[graph_endpoint(GET, "/me/messages")]
pub struct ListMessages {
    importance: Importance,
}

fn main() {}
