use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>")]
pub struct GetUser(String);

fn main() {}
