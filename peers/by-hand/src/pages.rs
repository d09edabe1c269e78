//! All pages of a list.

use std::error::Error;

use serde::Deserialize;

use crate::call::{Client, User};

#[derive(Deserialize)]
struct Page {
    value: Vec<User>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

pub async fn count(client: &Client) -> Result<usize, Box<dyn Error>> {
    let mut next = Some(format!("{}/v1.0/users?$top=100", client.base));
    let mut count = 0;
    while let Some(url) = next {
        let response = client.http.get(url).bearer_auth(&client.token).send().await?;
        let page: Page = response.error_for_status()?.json().await?;
        count += page.value.iter().filter(|user| !user.id.is_empty()).count();
        next = page.next;
    }
    Ok(count)
}
