use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/me")]
pub struct UpdateMe {
    display_name: Option<String>,
    #[graph(rename = "displayName")]
    name: Option<String>,
}

fn main() {}
