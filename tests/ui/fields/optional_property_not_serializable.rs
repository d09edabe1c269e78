use graph_endpoint::prelude::*;

#[derive(serde::Deserialize)]
pub struct Manager;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    manager: Option<Manager>,
}

fn main() {}
