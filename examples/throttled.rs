//! A throttled call, waited out: Graph says 429 with `Retry-After: 1`, the client comes back after a second.
//!
//! `cargo run --example throttled`; it needs no tenant.

use std::time::{Duration, Instant, SystemTime};

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Sandbox, SandboxError};
use graph_endpoint::{AccessToken, Credential, CredentialFuture, RetryPolicy, TokenRequest, ValueOf};

#[graph_endpoint(GET, "/users/<id>/displayName", response = ValueOf<String>)]
struct GetName {
    id: String,
}

/// Where your tokens come from; those of `azure_identity` need no code, only the feature `azure-identity`.
struct Vault;

impl Credential for Vault {
    fn token<'a>(&'a self, request: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
        Box::pin(async move {
            println!("a token for {}, please", request.scope());
            AccessToken::expiring_at("the-secret", SystemTime::now() + Duration::from_secs(3600))
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder()
        .on(|get: GetName| async move { ValueOf::from(format!("the name of {}", get.id)) })
        .fail_first::<GetName>(1, SandboxError::throttled(Duration::from_secs(1)))
        .start()
        .await?;

    let client = Client::builder()
        .credential(Vault)
        .base_url(sandbox.url())
        .retry(RetryPolicy::default().max_retries(5))
        .build()?;

    let start = Instant::now();
    let response = client.send(&GetName { id: "adele".into() }).response().await?;
    println!("{}: {}, after {:.1?}", response.status(), response.value().value, start.elapsed());
    for request in sandbox.requests() {
        println!("{} {}", request.method(), request.path());
    }
    Ok(())
}
