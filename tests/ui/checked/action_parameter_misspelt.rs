use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/deviceAppManagement/iosManagedAppProtections/<id>/assign")]
pub struct Assign {
    id: String,
    assignment: Vec<Untyped>,
}

fn main() {}
