use graph_endpoint::prelude::*;

#[graph_type(odata_type)]
pub struct User {
    id: String,
}

fn main() {}
