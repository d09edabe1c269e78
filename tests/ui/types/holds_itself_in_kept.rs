use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    manager: Option<Kept<User>>,
}

fn main() {}
