use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject")]
pub enum DirectoryObject<'a> {
    #[graph(type = "microsoft.graph.user")]
    User { id: &'a str },
}

fn main() {}
