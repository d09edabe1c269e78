use std::collections::BTreeMap;

use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject")]
pub struct DirectoryObject {
    #[graph(additional)]
    more: BTreeMap<String, u32>,
}

#[graph_type]
pub enum Member {
    #[graph(type = "microsoft.graph.user")]
    User,
    #[graph(other)]
    Other(DirectoryObject),
}

fn main() {}
