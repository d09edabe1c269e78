//! All pages of a list.

use std::error::Error;

use futures_util::StreamExt as _;
use graph_endpoint::Client;
use graph_endpoint::prelude::*;

use crate::call::User;

#[graph_endpoint(GET, "/users", response = Page<User>)]
struct ListUsers {
    #[graph(query = "$top")]
    top: u32,
}

pub async fn count(client: &Client) -> Result<usize, Box<dyn Error>> {
    let mut users = client.items(&ListUsers { top: 100 });
    let mut count = 0;
    while let Some(user) = users.next().await {
        count += usize::from(!user?.id.is_empty());
    }
    Ok(count)
}
