use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me", builder = false)]
pub struct GetMe {}

fn main() {
    GetMe::builder();
}
