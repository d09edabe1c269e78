use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.group")]
pub struct Group {
    display_name: Option<String>,
}

#[graph_endpoint(GET, "/users", response = Page<Group>)]
pub struct ListUsers {}

fn main() {}
