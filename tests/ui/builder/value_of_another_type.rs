use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users")]
pub struct ListUsers {
    #[graph(query = "$top")]
    top: Option<u32>,
}

fn main() {
    ListUsers::builder().top("ten").build();
}
