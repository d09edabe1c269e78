//! Sign-in by the credentials of `azure_identity`: as the person who is at the keyboard, or as a daemon.
//!
//! `cargo run -p graph-endpoint-examples --features azure-identity --example sign_in` makes a token up and asks a
//! sandbox. With `-- person` it takes who is signed in with `az login` or `azd auth login`. With `-- daemon` it is the
//! application of `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and `AZURE_CLIENT_SECRET`, and asks for its organization.

use std::env;
use std::sync::Arc;
use std::time::Duration;

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::time::OffsetDateTime;
use azure_identity::{ClientSecretCredential, DeveloperToolsCredential};
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;

/// Who the tenant is; a daemon and a person can ask.
#[graph_endpoint(GET, "/organization", response = Page<Organization>, select,
    permissions(delegated = ["User.Read"], application = ["Organization.Read.All"]))]
struct ListOrganizations {}

#[graph_type("microsoft.graph.organization")]
#[derive(Clone)]
struct Organization {
    id: String,
    display_name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let contoso = Organization { id: "t1".to_owned(), display_name: Some("Contoso".to_owned()) };
    let sandbox = Sandbox::builder().on_pages::<ListOrganizations, _>(vec![contoso], 1).start().await?;

    // Any credential of `azure_identity`, in the `Arc` that it comes in. Tokens are cached and renewed by the client.
    let client = match env::args().nth(1).as_deref() {
        Some("person") => Client::new(DeveloperToolsCredential::new(None)?),
        Some("daemon") => {
            let (tenant, id) = (env::var("AZURE_TENANT_ID")?, env::var("AZURE_CLIENT_ID")?);
            let secret = env::var("AZURE_CLIENT_SECRET")?.into();
            Client::new(ClientSecretCredential::new(&tenant, id, secret, None)?)
        }
        _ => Client::builder().credential(Arc::new(Offline)).base_url(sandbox.url()).build()?,
    };

    for organization in client.send(&ListOrganizations {}).await?.value {
        println!("signed in to {} ({})", organization.display_name.unwrap_or_default(), organization.id);
    }
    Ok(())
}

/// Stands in for a credential of `azure_identity` where nobody can sign in.
#[derive(Debug)]
struct Offline;

#[async_trait::async_trait]
impl TokenCredential for Offline {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        println!("a token for {}, please", scopes.join(" "));
        Ok(AccessToken::new("made up", OffsetDateTime::now_utc() + Duration::from_secs(3600)))
    }
}
