use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me")]
pub enum GetMe {
    Me,
}

fn main() {}
