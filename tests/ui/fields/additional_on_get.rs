use graph_endpoint::prelude::*;

use std::collections::BTreeMap;

#[graph_endpoint(GET, "/users")]
pub struct ListUsers {
    #[graph(additional)]
    more: BTreeMap<String, String>,
}

fn main() {}
