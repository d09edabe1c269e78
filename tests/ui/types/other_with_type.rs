use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject")]
pub enum DirectoryObject {
    #[graph(type = "microsoft.graph.user")]
    User { id: String },
    #[graph(other, type = "microsoft.graph.group")]
    Other(Untyped),
}

fn main() {}
