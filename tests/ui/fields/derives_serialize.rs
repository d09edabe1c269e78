use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
#[derive(serde::Serialize)]
pub struct CreateUser {
    display_name: String,
}

fn main() {}
