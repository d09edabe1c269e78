use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[serde(serialize_with = "not a path")]
    user: String,
}

fn main() {}
