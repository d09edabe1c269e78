//! The call, by hand.

use std::error::Error;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UpdateUser {
    display_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<String>,
    account_enabled: bool,
    business_phones: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "each peer decodes the same properties")]
pub struct User {
    pub id: String,
    pub display_name: String,
    pub job_title: Option<String>,
    pub account_enabled: bool,
    pub business_phones: Vec<String>,
}

pub struct Client {
    pub http: reqwest::Client,
    pub base: String,
    pub token: String,
}

pub fn client(base: &str) -> Result<Client, Box<dyn Error>> {
    Ok(Client {
        http: reqwest::Client::builder().build()?,
        base: base.to_owned(),
        token: "a-token".to_owned(),
    })
}

pub async fn call(client: &Client) -> Result<String, Box<dyn Error>> {
    let id = utf8_percent_encode("87d349ed-44d7-43e1-9a83-5f2406dee5bd", NON_ALPHANUMERIC);
    let update = UpdateUser {
        display_name: "Adele Vance".to_owned(),
        job_title: Some("Director".to_owned()),
        account_enabled: true,
        business_phones: vec!["+1 425 555 0109".to_owned()],
    };
    let request = client.http.patch(format!("{}/v1.0/users/{id}", client.base)).bearer_auth(&client.token);
    let user: User = request.json(&update).send().await?.error_for_status()?.json().await?;
    Ok(user.display_name)
}
