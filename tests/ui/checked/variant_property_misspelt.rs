use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget")]
pub enum Target {
    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
    Group { grup_id: String },
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
