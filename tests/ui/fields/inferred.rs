use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/groups/<id>", response = Untyped)]
pub struct GetGroup {
    id: _,
}

fn main() {}
