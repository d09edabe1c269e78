use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/groups/<id>/members", response = Kept<Member>)]
pub struct ListMembers {
    id: String,
}

#[graph_type("microsoft.graph.directoryObject")]
pub struct Member {
    id: String,
}

fn main() {}
