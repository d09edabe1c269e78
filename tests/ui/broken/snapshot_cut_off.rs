use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    display_name: Option<String>,
}

#[graph_endpoint(GET, "/users/<id>", response = User)]
pub struct GetUser {
    id: String,
}

#[graph_endpoint(PATCH, "/users/<id>")]
pub struct Rename {
    id: String,
    display_name: String,
}

#[graph_endpoint(GET, "/users", response = Page<User>)]
pub struct ListUsers {}

fn main() {}
