use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<user_id>")]
pub struct GetUser {
    #[graph(path = "userID2")]
    id: String,
}

fn main() {}
