use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/drives/<id>/root/search(q='<q..>')")]
pub struct Search {
    id: String,
    q: String,
}

fn main() {}
