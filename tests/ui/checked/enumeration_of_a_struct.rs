use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub enum User {
    Member,
    Guest,
}

fn main() {}
