use graph_endpoint::prelude::*;

#[graph_endpoint(GET, "/users", response = Page<Untyped>)]
pub struct ListUsers {}

pub async fn users() {
    let _ = ListUsers::builder().top(5).await;
}

fn main() {}
