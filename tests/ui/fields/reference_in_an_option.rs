use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/groups")]
pub struct CreateGroup {
    id: Option<Vec<&str>>,
}

fn main() {}
