use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users")]
pub struct ListUsers {
    #[serde(default)]
    top: u32,
}

fn main() {}
