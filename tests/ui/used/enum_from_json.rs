use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.directoryObject")]
pub enum DirectoryObject {
    #[graph(type = "microsoft.graph.user")]
    User { id: String },
    Group { id: String },
}

fn main() {
    match serde_json::from_str("{}").unwrap() {
        DirectoryObject::User { id } | DirectoryObject::Group { id } => println!("{id}"),
    }
}
