use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments")]
pub struct UpdateAssignments {
    id: String,
    target: Target,
}

/// Whoever knows better says so.
#[graph_endpoint(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments", unverified)]
pub struct UpdateAssignmentsAnyway {
    id: String,
    target: Target,
}

#[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget", lossy)]
pub enum Target {
    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
    Group { group_id: String },
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
