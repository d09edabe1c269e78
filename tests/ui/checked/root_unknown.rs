use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/usres/<id>")]
pub struct GetUser {
    id: String,
}

fn main() {}
