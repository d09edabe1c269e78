use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me/drive/root:/<path..>:/content")]
pub struct GetContent {
    path: Option<String>,
}

fn main() {}
