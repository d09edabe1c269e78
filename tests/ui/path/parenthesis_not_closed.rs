use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users(userPrincipalName='<upn>'")]
pub struct GetUser {
    upn: String,
}

fn main() {}
