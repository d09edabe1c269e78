use graph_endpoint::prelude::*;

#[graph_type("microsoft.graph.user")]
pub struct User {
    pub id: String,
}

#[graph_endpoint(GET, "users/<id>", response = User)]
pub struct GetUser {
    id: String,
}

pub async fn get(client: &Client) -> Result<String, Error> {
    Ok(client.send(&GetUser::builder().id("1").build()).await?.id)
}

fn main() {}
