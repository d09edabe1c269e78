use graph_endpoint::Kept;
use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.assignedLicense")]
struct AssignedLicense {
    sku_id: String,
}

// README
#[graph_endpoint(POST, "/users/{id}/assignLicense")]
struct AssignLicense { id: String, add_licenses: Vec<Kept<AssignedLicense>>, remove_licenses: Vec<String> }
