use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[serde(flatten)]
    user: String,
}

fn main() {}
