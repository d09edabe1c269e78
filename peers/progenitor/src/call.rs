//! The call by progenitor, from a description in OpenAPI.

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};

progenitor::generate_api!("openapi.json");

pub fn client(base: &str) -> Result<Client, Box<dyn std::error::Error>> {
    let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer a-token"))]);
    Ok(Client::new_with_client(base, reqwest::Client::builder().default_headers(headers).build()?))
}

pub async fn call(client: &Client) -> Result<String, Box<dyn std::error::Error>> {
    let update = types::UpdateUser {
        display_name: "Adele Vance".to_owned(),
        job_title: Some("Director".to_owned()),
        account_enabled: true,
        business_phones: vec!["+1 425 555 0109".to_owned()],
    };
    let user = client.update_user("87d349ed-44d7-43e1-9a83-5f2406dee5bd", &update).await?;
    Ok(user.into_inner().display_name)
}
