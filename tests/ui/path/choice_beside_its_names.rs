use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/items/{id}/worksheets/{id|name}/charts/{name}")]
pub struct GetChart {
    id: String,
    name: String,
}

fn main() {}
