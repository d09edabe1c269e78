use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/users/<id>")]
pub struct DisableUser {
    id: String,
    account_enabled: String,
}

fn main() {}
