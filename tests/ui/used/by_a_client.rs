use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>", reponse = String)]
pub struct GetUser {
    id: String,
}

pub async fn get(client: &Client) -> Result<(), Error> {
    GetUser::builder().id("1").send(client).await?;
    client.send(&GetUser { id: "2".to_owned() }).await
}

fn main() {}
