use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    id: String,
    manager: Option<Untyped>,
}

#[graph_endpoint(GET, "/users/<id>", response = User, select)]
pub struct GetUser {
    id: String,
}

fn main() {}
