use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    display_name: Option<String>,
    #[graph(expand)]
    manager: Option<Manager>,
}

#[graph_type("microsoft.graph.user")]
pub struct Manager {
    cover: Option<Untyped>,
    messages: Option<Vec<Untyped>>,
}

#[graph_endpoint(GET, "/users", response = Page<User>, select)]
pub struct ListUsers {}

fn main() {}
