use graph_endpoint::prelude::*;

pub struct User;

#[graph_endpoint(POST, "/users")]
pub struct CreateUser {
    #[graph(body)]
    user: User,
}

fn main() {}
