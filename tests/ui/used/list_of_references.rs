use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/groups/<id>/add")]
pub struct AddMembers {
    id: String,
    ids: Vec<String>,
}

fn main() {
    let _ = AddMembers::builder().id("1").ids(vec!["a", "b"]).build();
}
