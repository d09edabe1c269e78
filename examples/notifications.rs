//! What a webhook gets beside changes: Graph's validation, notifications that are forged, and the subscription's own life.
//!
//! `cargo run --features notifications --example notifications`; it needs no tenant. `webhook` has the handler of a web
//! framework, `resource_data` notifications with encrypted content.

use std::error::Error;

use graph_endpoint::Bytes;
use graph_endpoint::notifications::{
    ChangeNotification, ClientState, LifecycleEvent, WebhookRequest, accepted, refused,
};
use http::{Request, Response};
use serde_json::json;

/// What a web framework would call.
fn webhook(secret: &ClientState, request: &Request<Bytes>) -> Response<Bytes> {
    match WebhookRequest::read(request) {
        // The token that Graph sent, as text: it wants that back within 10 seconds.
        Ok(WebhookRequest::Validation(response)) => response,
        Ok(WebhookRequest::Notifications(notifications)) => {
            for notification in &notifications.value {
                if secret.is_of(notification) {
                    handle(notification);
                } else {
                    println!("  dropped: it doesn't know the secret");
                }
            }
            accepted()
        }
        Err(error) => {
            println!("  refused: {error}");
            refused()
        }
    }
}

fn handle(notification: &ChangeNotification) {
    let resource = notification.resource.as_deref().unwrap_or("something");
    match &notification.lifecycle_event {
        Some(LifecycleEvent::ReauthorizationRequired) => println!("  renew the subscription"),
        Some(LifecycleEvent::Missed) => println!("  some were lost: synchronize with a delta"),
        Some(event) => println!("  {event:?}: subscribe again"),
        None => println!("  {:?}: {resource}", notification.change_type),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let secret = ClientState::new("a-long-random-secret")?;
    let notification = |secret: &str, what: &str, value: &str| {
        json!({"value": [{"subscriptionId": "s1", "clientState": secret, what: value, "resource": "users/u1"}]}).to_string()
    };
    let ours = "a-long-random-secret";
    for (what, uri, body) in [
        ("a validation", "/hook?validationToken=Validation%3a+Testing", String::new()),
        ("a change", "/hook", notification(ours, "changeType", "updated")),
        ("a forged one", "/hook", notification("a-guess", "changeType", "deleted")),
        ("a lifecycle event", "/hook", notification(ours, "lifecycleEvent", "missed")),
        ("nonsense", "/hook", "{\"value\": [7]}".to_owned()),
    ] {
        println!("{what}:");
        let response = webhook(&secret, &Request::post(uri).body(Bytes::from(body))?);
        println!("  {} {}", response.status(), String::from_utf8_lossy(response.body()));
    }
    Ok(())
}
