//! Graph's part: it asks whether anybody is there, and sends what has changed.

use graph_endpoint::sandbox::{Reply, Sandbox, SandboxBuilder, SandboxError};
use serde_json::json;

use super::{SECRET, Subscribe, Subscription};

pub(super) fn sandbox() -> SandboxBuilder {
    Sandbox::builder().on(subscribed)
}

/// One notification that is Graph's, and one of somebody who doesn't know the secret; the webhook's status.
pub(super) async fn changes(url: &str) -> reqwest::Result<http::StatusCode> {
    let change = |resource: &str, secret: &str| json!({"subscriptionId": "s1", "changeType": "updated", "resource": resource, "clientState": secret});
    let changes = json!({"value": [change("users/adele", SECRET), change("users/forged", "a guess")]});
    Ok(http_client()?.post(url).body(changes.to_string()).send().await?.status())
}

/// A subscription is made when the webhook gives the token back within 10 seconds.
async fn subscribed(subscribe: Subscribe) -> Result<Reply<Subscription>, SandboxError> {
    let refused = |_| SandboxError::new(400, "ValidationError", "The webhook doesn't answer.");
    let url = format!("{}?validationToken=a+token", subscribe.notification_url);
    let sent = http_client().map_err(refused)?.post(url).send().await.map_err(refused)?;
    let text = sent.text().await.map_err(refused)?;
    match text.as_str() {
        "a token" => Ok(Reply::new(Subscription { id: "s1".to_owned() }).status(201)),
        _ => Err(SandboxError::new(400, "ValidationError", "The webhook gave another token back.")),
    }
}

/// The webhook is on this machine, where no proxy leads.
fn http_client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder().no_proxy().build()
}
