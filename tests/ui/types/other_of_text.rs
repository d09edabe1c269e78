use graph_endpoint::prelude::*;

#[graph_type]
pub enum Member {
    #[graph(type = "microsoft.graph.user")]
    User,
    #[graph(other)]
    Other(String),
}

fn main() {}
