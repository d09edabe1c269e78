use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>", response = Strin)]
pub struct GetUser {
    id: String,
}

pub async fn get(client: &Client) {
    let _ = client.send(&GetUser::builder().id("1").build()).await;
}

fn main() {}
