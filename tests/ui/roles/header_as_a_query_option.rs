use graph_endpoint::prelude::*;

#[graph_endpoint(DELETE, "/planner/tasks/<id>")]
pub struct DeleteTask {
    id: String,
    if_match: String,
}

fn main() {}
