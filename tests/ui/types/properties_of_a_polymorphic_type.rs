use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject", properties)]
pub enum DirectoryObject {
    #[graph(type = "microsoft.graph.user")]
    User { id: String },
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
