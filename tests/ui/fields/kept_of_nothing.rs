use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/groups")]
pub struct CreateGroup {
    owner: Kept,
}

fn main() {}
