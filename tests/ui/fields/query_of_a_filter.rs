use graph_endpoint::prelude::*;

use graph_endpoint::query::Filter;

#[graph_endpoint(GET, "/users")]
pub struct ListUsers {
    #[graph(query = "$filter")]
    filter: Option<Filter>,
}

fn main() {}
