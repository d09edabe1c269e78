use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.group")]
pub struct Group {
    display_name: Option<String>,
}

#[graph_endpoint(GET, "/users/<id>", response = Group)]
pub struct GetUser {
    id: String,
}

fn main() {}
