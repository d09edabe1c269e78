#![deny(deprecated)]

use graph_endpoint::prelude::*;

#[graph_endpoint(DELETE, "/users/<id>/picture")]
pub struct RemovePicture {
    id: String,
}

fn main() {}
