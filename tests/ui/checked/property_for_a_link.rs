use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/groups/<id>/members/$ref")]
pub struct AddMember {
    id: String,
    member: String,
}

fn main() {}
