use graph_endpoint::prelude::*;

#[graph_endpoint(DELETE, "/groups/<id>/members/$ref")]
pub struct RemoveMember {
    id: String,
}

fn main() {}
