use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user", odata_typ)]
pub struct User {
    id: String,
}

fn main() {}
