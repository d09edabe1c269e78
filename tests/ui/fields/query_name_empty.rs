use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users")]
pub struct ListUsers {
    #[graph(query = "")]
    top: u32,
}

fn main() {}
