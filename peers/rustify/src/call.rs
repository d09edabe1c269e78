//! The call by rustify.

use std::error::Error;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use rustify::{Client, Endpoint as _};
use rustify_derive::Endpoint;
use serde::{Deserialize, Serialize};

#[derive(Endpoint, Serialize)]
#[endpoint(path = "v1.0/users/{self.id}", method = "PATCH", response = "User")]
#[serde(rename_all = "camelCase")]
struct UpdateUser {
    #[endpoint(skip)]
    #[serde(skip)]
    id: String,
    display_name: String,
    job_title: Option<String>,
    account_enabled: bool,
    business_phones: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "each peer decodes the same properties")]
struct User {
    id: String,
    display_name: String,
    job_title: Option<String>,
    account_enabled: bool,
    business_phones: Vec<String>,
}

pub fn client(base: &str) -> Result<Client, Box<dyn Error>> {
    let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer a-token"))]);
    Ok(Client::new(base, reqwest::Client::builder().default_headers(headers).build()?))
}

pub async fn call(client: &Client) -> Result<String, Box<dyn Error>> {
    let update = UpdateUser {
        id: "87d349ed-44d7-43e1-9a83-5f2406dee5bd".to_owned(),
        display_name: "Adele Vance".to_owned(),
        job_title: Some("Director".to_owned()),
        account_enabled: true,
        business_phones: vec!["+1 425 555 0109".to_owned()],
    };
    Ok(update.exec(client).await?.parse()?.display_name)
}
