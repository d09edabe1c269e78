use graph_endpoint::prelude::*;

#[derive(serde::Serialize, serde::Deserialize)]
pub struct User {
    display_name: String,
}

#[graph_type("microsoft.graph.directoryObject")]
pub enum DirectoryObject {
    #[graph(type = "microsoft.graph.user")]
    User(User),
}

fn main() {}
