use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject")]
pub enum DirectoryObject {
    #[graph(type = "microsoft.graph.user")]
    User { id: String },
    #[graph(other)]
    Other(Untyped),
    #[graph(other)]
    Unknown(Untyped),
}

fn main() {}
