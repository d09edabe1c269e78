use graph_endpoint::prelude::*;

use std::collections::BTreeMap;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(additional, rename = "more")]
    more: BTreeMap<String, String>,
}

fn main() {}
