use graph_endpoint::prelude::*;

use std::collections::BTreeMap;

#[graph_type("microsoft.graph.user")]
pub struct User {
    #[graph(additional)]
    more: BTreeMap<String, String>,
    #[graph(additional)]
    rest: BTreeMap<String, String>,
}

fn main() {}
