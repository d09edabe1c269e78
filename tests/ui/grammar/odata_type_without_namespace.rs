use graph_endpoint::prelude::*;

#[graph_endpoint(POST, "/users", odata_type = "user")]
pub struct CreateUser {
    display_name: String,
}

fn main() {}
