use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/{id | userPrincipalName}")]
pub struct GetUser {
    upn: String,
}

fn main() {}
