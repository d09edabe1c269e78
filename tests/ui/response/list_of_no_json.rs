use graph_endpoint::prelude::*;

pub struct User;

#[graph_endpoint(GET, "/users", response = Vec<User>)]
pub struct ListUsers {}

fn main() {}
