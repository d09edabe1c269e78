use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users")]
pub struct ListUsers {
    #[graph(cookie = "session")]
    session: String,
}

fn main() {}
