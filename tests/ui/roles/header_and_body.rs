use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(header = "Prefer")]
    #[graph(body)]
    user: String,
}

fn main() {}
