use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>/mail folders")]
pub struct ListFolders {
    id: String,
}

fn main() {}
