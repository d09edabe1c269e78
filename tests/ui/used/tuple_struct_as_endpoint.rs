use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>")]
pub struct GetUser(pub String);

pub async fn get(client: &Client) -> Result<(), Error> {
    client.send(&GetUser("1".to_owned())).await
}

fn main() {}
