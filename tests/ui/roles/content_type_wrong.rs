use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(body, content_type = "plain text")]
    user: String,
}

fn main() {}
