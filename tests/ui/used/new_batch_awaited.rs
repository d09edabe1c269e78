use graph_endpoint::prelude::*;
use graph_endpoint::Client;

#[graph_endpoint(GET, "/me", response = Untyped)]
pub struct GetMe {}

pub async fn both(client: &Client) {
    let mut batch = client.new_batch();
    batch.add(GetMe {});
    let _ = batch.await;
}

fn main() {}
