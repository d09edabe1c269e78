use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    display_name: Option<String>,
}

#[graph_endpoint(GET, "/users", response = Page<User>)]
pub struct ListUsers {}

pub async fn list(client: &Client) {
    let _ = client.items(&ListUsers {}).await;
}

fn main() {}
