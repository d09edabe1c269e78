use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "https://graph.microsoft.com/v1.0/users/<id>")]
pub struct GetUser {
    id: String,
}

fn main() {}
