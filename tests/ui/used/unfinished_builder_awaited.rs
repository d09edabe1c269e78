use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users/<id>", response = Untyped)]
pub struct GetUser {
    id: String,
}

pub async fn user() {
    let _ = GetUser::builder().await;
}

fn main() {}
