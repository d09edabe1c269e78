use graph_endpoint::prelude::*;
use std::collections::HashMap;

#[graph_type("microsoft.graph.user")]
pub struct User {
    #[graph(additional)]
    more: HashMap<u32, String>,
}

fn main() {}
