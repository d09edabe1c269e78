use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget")]
pub enum Target {
    #[graph(type = "microsoft.graph.groupAssignmentTarget")]
    Group { group_id: String },
    #[graph(other)]
    Other(Untyped),
}

#[graph_endpoint(PATCH, "/assignments/<id>")]
pub struct UpdateAssignment {
    id: String,
    target: Nullable<Target>,
}

fn main() {}
