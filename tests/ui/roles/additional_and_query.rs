use graph_endpoint::prelude::*;

use std::collections::BTreeMap;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(query, additional)]
    more: BTreeMap<String, String>,
}

fn main() {}
