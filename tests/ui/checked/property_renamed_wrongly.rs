use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/groups/<id>")]
pub struct RenameGroup {
    id: String,
    #[graph(rename = "displayNam")]
    name: String,
}

fn main() {}
