use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/me")]
pub enum GetMe {
    Me,
}

pub async fn get(client: &Client) -> Result<(), Error> {
    client.send(&GetMe::Me).await
}

fn main() {}
