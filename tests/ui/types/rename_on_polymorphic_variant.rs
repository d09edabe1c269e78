use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject")]
pub enum DirectoryObject {
    #[graph(type = "microsoft.graph.user", rename = "user")]
    User { id: String },
}

fn main() {}
