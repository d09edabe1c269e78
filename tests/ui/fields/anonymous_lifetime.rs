use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/groups")]
pub struct CreateGroup {
    display_name: std::borrow::Cow<'_, str>,
}

fn main() {}
