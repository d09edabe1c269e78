use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", response = Page<User>)]
pub struct GetMe {}

#[graph_type("microsoft.graph.user")]
pub struct User {
    display_name: Option<String>,
}

fn main() {}
