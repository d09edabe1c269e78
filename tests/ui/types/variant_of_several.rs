use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    display_name: String,
}

#[graph_type("microsoft.graph.directoryObject")]
pub enum DirectoryObject {
    #[graph(type = "microsoft.graph.user")]
    User(std::collections::VecDeque<User>),
}

fn main() {}
