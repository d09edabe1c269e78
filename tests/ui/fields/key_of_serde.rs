use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(skip_serializing_if = "String::is_empty")]
    display_name: String,
}

fn main() {}
