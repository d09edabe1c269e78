use graph_endpoint::prelude::*;
use graph_endpoint::Kept;

#[graph_type("microsoft.graph.assignedLicense")]
pub struct AssignedLicense {
    sku_id: String,
}

#[graph_endpoint(POST, "/users/<id>/assignLicense")]
pub struct AssignLicense {
    id: String,
    add_licenses: Vec<Kept<AssignedLicense>>,
}

fn main() {
    let _ = AssignLicense::builder().id("1").add_licenses(vec![]).build();
}
