use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(body)]
    user: Nullable<String>,
}

fn main() {}
