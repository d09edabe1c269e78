use graph_endpoint::prelude::*;

#[graph_type("user")]
pub struct User {
    id: String,
}

fn main() {}
