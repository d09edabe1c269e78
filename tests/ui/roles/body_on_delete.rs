use graph_endpoint::prelude::*;

#[graph_endpoint(DELETE, "/users/<id>")]
pub struct DeleteUser {
    id: String,
    #[graph(body)]
    reason: String,
}

fn main() {}
