use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(rename = "")]
    display_name: String,
}

fn main() {}
