use graph_endpoint::prelude::*;
use graph_endpoint::{Bytes, Client};

#[graph_endpoint(GET, "/me/drive/items/<id>/content", response = Bytes)]
pub struct GetContent {
    id: String,
}

pub async fn content(client: &Client) {
    let _ = client.download(GetContent::builder().id("1")).await;
}

fn main() {}
