use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/groups")]
pub struct CreateGroup {
    display_name: Nullable,
}

fn main() {}
