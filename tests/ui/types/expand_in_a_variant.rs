use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject")]
pub enum DirectoryObject {
    #[graph(type = "microsoft.graph.user")]
    User {
        #[graph(expand)]
        manager: Option<Untyped>,
    },
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
