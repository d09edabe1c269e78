use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget")]
pub enum Target {
    #[graph(type = "microsoft.graph.message")]
    Message { subject: String },
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
