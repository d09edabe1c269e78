use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/things/<id>/paint")]
pub struct Paint {
    id: String,
    varnish: String,
}

fn main() {
    Paint::builder().id("T_1").build();
}
