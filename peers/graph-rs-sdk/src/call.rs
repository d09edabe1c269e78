//! The call by graph-rs-sdk: it has the paths of all of Graph, and leaves the bodies' types to its user.

use std::error::Error;

use graph_rs_sdk::{GraphClient, GraphClientConfiguration};
use serde::{Deserialize, Serialize};
use url::Url;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UpdateUser {
    display_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<String>,
    account_enabled: bool,
    business_phones: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "each peer decodes the same properties")]
pub struct User {
    pub id: String,
    pub display_name: String,
    pub job_title: Option<String>,
    pub account_enabled: bool,
    pub business_phones: Vec<String>,
}

pub fn client(base: &str) -> Result<GraphClient, Box<dyn Error>> {
    let configuration = GraphClientConfiguration::new().access_token("a-token").https_only(false);
    let mut client = GraphClient::from(configuration);
    client.use_test_endpoint(&Url::parse(&format!("{base}/v1.0"))?);
    Ok(client)
}

pub async fn call(client: &GraphClient) -> Result<String, Box<dyn Error>> {
    let update = UpdateUser {
        display_name: "Adele Vance".to_owned(),
        job_title: Some("Director".to_owned()),
        account_enabled: true,
        business_phones: vec!["+1 425 555 0109".to_owned()],
    };
    let request = client.user("87d349ed-44d7-43e1-9a83-5f2406dee5bd").update_user(&update);
    let user: User = request.send().await?.error_for_status()?.json().await?;
    Ok(user.display_name)
}
