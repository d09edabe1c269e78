//! All pages of a list.

use std::error::Error;

use futures_util::StreamExt as _;
use graph_rs_sdk::{GraphClient, ODataQuery as _};
use serde::Deserialize;

use crate::call::User;

#[derive(Clone, Deserialize)]
struct Page {
    value: Vec<User>,
}

pub async fn count(client: &GraphClient) -> Result<usize, Box<dyn Error>> {
    let mut pages = client.users().list_user().top("100").paging().stream::<Page>()?;
    let mut count = 0;
    while let Some(page) = pages.next().await {
        let page = page?.into_body().map_err(|_| "an error came for a page")?;
        count += page.value.iter().filter(|user| !user.id.is_empty()).count();
    }
    Ok(count)
}
