use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(header = "Prefer")]
    #[serde(default)]
    prefer: String,
}

fn main() {}
