use graph_endpoint::prelude::*;

#[graph_endpoint(DELETE, "/users/<id>")]
pub struct DeleteUser {
    id: String,
    #[graph(header = "If-Match")]
    etag: String,
    #[graph(header = "if-match")]
    tag: String,
}

fn main() {}
