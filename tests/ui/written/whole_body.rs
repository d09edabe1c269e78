use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.plannerTask")]
pub struct Task {
    title: Option<String>,
}

#[graph_endpoint(PUT, "/planner/tasks/<id>")]
pub struct PutTask {
    id: String,
    #[graph(body)]
    task: Task,
}

fn main() {}
