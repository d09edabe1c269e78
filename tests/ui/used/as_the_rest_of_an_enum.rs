use graph_endpoint::prelude::*;

#[graph_type("microsoft graph")]
pub struct DirectoryObject {
    id: String,
}

#[graph_type]
pub enum Member {
    #[graph(type = "microsoft.graph.user")]
    User,
    #[graph(other)]
    Other(DirectoryObject),
}

fn main() {}
