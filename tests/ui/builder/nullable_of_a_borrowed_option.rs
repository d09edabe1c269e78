use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/users/{id}")]
pub struct UpdateUser {
    id: String,
    job_title: Nullable<String>,
}

fn main() {
    UpdateUser::builder().job_title(Some("Pilot"));
}
