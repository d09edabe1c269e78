use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
#[graph(rename = "user")]
pub struct CreateUser {
    display_name: String,
}

fn main() {}
