use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/groups/<id>")]
pub struct RenameGroup {
    id: String,
    display_nam: String,
}

fn main() {}
