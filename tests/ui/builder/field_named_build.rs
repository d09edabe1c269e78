use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/builds")]
pub struct CreateBuild {
    build: String,
}

fn main() {}
