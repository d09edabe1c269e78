#![deny(deprecated)]

use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/users/<id>")]
pub struct SetFax {
    id: String,
    fax_number: String,
}

fn main() {}
