use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/deviceAppManagement/iosManagedAppProtections/<id>/assignments")]
pub struct UpdateAssignments {
    id: String,
    target: String,
}

pub fn update(client: &Client) {
    let _ = UpdateAssignments::builder().id("T_1").send(client);
}

fn main() {}
