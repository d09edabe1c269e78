use graph_endpoint::prelude::*;

#[graph_endpoint(DELETE, "/users/<id>")]
pub struct DeleteUser {
    id: String,
}

pub async fn delete(client: &Client, user: DeleteUser) {
    let _ = client.batch(&user).await;
}

fn main() {}
