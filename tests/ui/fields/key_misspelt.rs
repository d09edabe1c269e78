use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users")]
pub struct ListUsers {
    #[graph(quary = "$top")]
    top: u32,
}

fn main() {}
