use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments")]
pub struct UpdateAssignments {
    id: String,
    target: String,
}

fn main() {
    UpdateAssignments::builder().id("T_1").build();
}
