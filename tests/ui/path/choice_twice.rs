use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/{id | upn}/chats/{id | upn}")]
pub struct GetChat {
    upn: String,
}

fn main() {}
