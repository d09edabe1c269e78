use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/groups")]
pub struct CreateGroup<'a> {
    display_name: &'a mut String,
}

fn main() {}
