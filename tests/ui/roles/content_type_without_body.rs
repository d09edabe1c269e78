use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(content_type = "text/plain")]
    user: String,
}

fn main() {}
