//! The call by ruma's endpoint macros, sent by reqwest.

use std::error::Error;

use ruma_common::api::auth_scheme::{AccessToken, SendAccessToken};
use ruma_common::api::{IncomingResponseExt as _, OutgoingRequestExt as _, request, response};
use ruma_common::metadata;

metadata! {
    method: PATCH,
    rate_limited: false,
    authentication: AccessToken,
    path: "/v1.0/users/{id}",
}

#[request]
pub struct Request {
    #[ruma_api(path)]
    pub id: String,
    #[serde(rename = "displayName")]
    pub display_name: String,
    #[serde(rename = "jobTitle", skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    #[serde(rename = "accountEnabled")]
    pub account_enabled: bool,
    #[serde(rename = "businessPhones")]
    pub business_phones: Vec<String>,
}

#[response]
pub struct Response {
    pub id: String,
    #[serde(rename = "displayName")]
    pub display_name: String,
    #[serde(rename = "jobTitle", skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    #[serde(rename = "accountEnabled")]
    pub account_enabled: bool,
    #[serde(rename = "businessPhones")]
    pub business_phones: Vec<String>,
}

pub struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

pub fn client(base: &str) -> Result<Client, Box<dyn Error>> {
    Ok(Client {
        http: reqwest::Client::builder().build()?,
        base: base.to_owned(),
        token: "a-token".to_owned(),
    })
}

pub async fn call(client: &Client) -> Result<String, Box<dyn Error>> {
    let request = Request {
        id: "87d349ed-44d7-43e1-9a83-5f2406dee5bd".to_owned(),
        display_name: "Adele Vance".to_owned(),
        job_title: Some("Director".to_owned()),
        account_enabled: true,
        business_phones: vec!["+1 425 555 0109".to_owned()],
    };
    let token = SendAccessToken::IfRequired(&client.token);
    let request = request.try_into_http_request::<Vec<u8>>(&client.base, token, ())?;
    let response = client.http.execute(request.try_into()?).await?;
    let mut whole = http::Response::builder().status(response.status());
    if let Some(headers) = whole.headers_mut() {
        headers.clone_from(response.headers());
    }
    let body = response.bytes().await?;
    Ok(Response::try_from_http_response(whole.body(&*body)?)?.display_name)
}
