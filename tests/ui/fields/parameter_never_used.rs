use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser<T> {
    display_name: String,
}

fn main() {}
