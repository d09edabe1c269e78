use graph_endpoint::prelude::*;

#[graph_type("user")]
pub struct User {
    pub id: String,
}

#[graph_endpoint(GET, "/users", response = Vec<User>)]
pub struct ListUsers {}

pub async fn list(client: &Client) -> Result<Vec<User>, Error> {
    ListUsers::builder().send(client).await
}

fn main() {}
