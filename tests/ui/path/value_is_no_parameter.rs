use graph_endpoint::prelude::*;

pub struct UserId(u32);

#[graph_endpoint(GET, "/users/<id>")]
pub struct GetUser {
    id: UserId,
}

fn main() {}
