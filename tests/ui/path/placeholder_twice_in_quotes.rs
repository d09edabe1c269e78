use graph_endpoint::prelude::*;

#[graph_endpoint(DELETE, "/a('{id}')/b('{id}')")]
pub struct DeleteB {
    id: String,
}

fn main() {}
