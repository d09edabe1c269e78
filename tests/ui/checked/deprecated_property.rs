#![deny(deprecated)]

use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    fax_number: Option<String>,
}

fn main() {}
