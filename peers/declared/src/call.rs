//! The call, declared.

use std::error::Error;

use graph_endpoint::Client;
use graph_endpoint::prelude::*;

#[graph_endpoint(PATCH, "/users/{id}", response = User)]
pub struct UpdateUser {
    id: String,
    display_name: String,
    job_title: Option<String>,
    account_enabled: bool,
    business_phones: Vec<String>,
}

#[graph_type("microsoft.graph.user")]
pub struct User {
    pub id: String,
    pub display_name: String,
    pub job_title: Option<String>,
    pub account_enabled: bool,
    pub business_phones: Vec<String>,
}

pub fn client(base: &str) -> Result<Client, Box<dyn Error>> {
    Ok(Client::builder().token("a-token").base_url(base).build()?)
}

pub async fn call(client: &Client) -> Result<String, Box<dyn Error>> {
    let update = UpdateUser::builder()
        .id("87d349ed-44d7-43e1-9a83-5f2406dee5bd")
        .display_name("Adele Vance")
        .job_title("Director")
        .account_enabled(true)
        .business_phones(vec!["+1 425 555 0109".to_owned()]);
    Ok(update.send(client).await?.display_name)
}
