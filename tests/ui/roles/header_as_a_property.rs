use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/users/<id>")]
pub struct UpdateUser {
    id: String,
    job_title: Option<String>,
    prefer: Option<String>,
}

fn main() {}
