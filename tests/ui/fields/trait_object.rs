use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/groups")]
pub struct CreateGroup {
    display_name: dyn ToString,
}

fn main() {}
