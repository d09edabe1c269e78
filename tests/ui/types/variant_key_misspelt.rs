use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject")]
pub enum DirectoryObject {
    #[graph(typ = "microsoft.graph.user")]
    User { id: String },
}

fn main() {}
