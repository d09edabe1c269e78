use std::collections::HashMap;

use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.plannerExternalReference")]
pub struct Reference {
    alias: Option<String>,
}

#[graph_endpoint(PATCH, "/planner/tasks/<id>/details")]
pub struct UpdateDetails {
    id: String,
    references: HashMap<String, Reference>,
}

fn main() {}
