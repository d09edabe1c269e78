use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<first><second>")]
pub struct GetUser {
    first: String,
    second: String,
}

fn main() {}
