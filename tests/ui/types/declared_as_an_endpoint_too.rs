use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    display_name: String,
}

fn main() {}
