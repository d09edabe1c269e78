use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[serde(with = "hex", serialize_with = "hex::serialize")]
    photo: Vec<u8>,
}

fn main() {}
