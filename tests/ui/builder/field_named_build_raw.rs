use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/apps")]
pub struct CreateApp {
    r#build: String,
}

fn main() {}
