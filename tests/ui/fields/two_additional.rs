use graph_endpoint::prelude::*;

use std::collections::BTreeMap;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(additional)]
    more: BTreeMap<String, String>,
    #[graph(additional)]
    rest: BTreeMap<String, String>,
}

fn main() {}
