use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users", response = User)]
pub struct ListUsers {}

#[graph_type("microsoft.graph.user")]
pub struct User {
    display_name: Option<String>,
}

fn main() {}
