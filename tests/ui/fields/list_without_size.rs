use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/groups", response = Untyped)]
pub struct ListGroups {
    ids: [String],
}

fn main() {}
