use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    id: String,
}

#[graph_type("microsoft.graph.directoryObject")]
pub enum DirectoryObject {
    #[graph(type = "microsoft.graph.user")]
    User(Kept<User>),
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
