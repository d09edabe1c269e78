use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.assignedLicense")]
pub struct AssignedLicense {
    sku_id: String,
}

#[graph_endpoint(POST, "/users/<id>/assignLicense")]
pub struct AssignLicense {
    id: String,
    add_licenses: Option<Vec<AssignedLicense>>,
}

fn main() {}
