use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/users/<id>")]
pub struct BackdateUser {
    id: String,
    created_date_time: String,
}

fn main() {}
