use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
#[graph_type("microsoft.graph.user")]
pub struct CreateUser {
    display_name: String,
}

fn main() {}
