use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/xyzxyz/<id>")]
pub struct GetOne {
    id: String,
}

fn main() {}
