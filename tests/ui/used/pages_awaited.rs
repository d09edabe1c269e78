use graph_endpoint::prelude::*;
use graph_endpoint::Client;

#[graph_endpoint(GET, "/users", response = Page<Untyped>)]
pub struct ListUsers {}

pub async fn users(client: &Client) {
    let _ = client.pages(ListUsers {}).await;
}

fn main() {}
