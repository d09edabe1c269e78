use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>", select = "id")]
pub struct GetUser {
    id: String,
}

pub async fn get(client: &Client) -> Result<(), Error> {
    client.send(&GetUser::builder().id("1").build().filter("id eq 1")).await
}

fn main() {}
