use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/applications/{id}/owners/{id}/$ref")]
pub struct GetOwner {
    id: String,
}

fn main() {}
