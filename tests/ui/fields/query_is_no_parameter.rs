use graph_endpoint::prelude::*;

pub struct Filter;

#[graph_endpoint(GET, "/users")]
pub struct ListUsers {
    #[graph(query = "$filter")]
    filter: Filter,
}

fn main() {}
