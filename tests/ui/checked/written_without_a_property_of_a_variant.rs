use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget")]
pub enum Target {
    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
    Group,
    #[graph(other)]
    Other(Untyped),
}

#[graph_endpoint(POST, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments")]
pub struct Assign {
    id: String,
    target: Target,
}

fn main() {}
