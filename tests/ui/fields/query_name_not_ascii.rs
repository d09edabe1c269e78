use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me/events")]
pub struct ListEvents {
    été: String,
}

fn main() {}
