//! Notifications that bring what has changed along: encrypted for the subscriber's certificate, and signed.
//!
//! `cargo run --features notifications --example resource_data`; it needs no tenant: `graph.rs` encrypts as Graph does.
//! `webhook` has the handler of a web framework, `notifications` what else comes.

mod graph;

use std::error::Error;

use graph_endpoint::Bytes;
use graph_endpoint::notifications::{ClientState, DecryptionKey, WebhookRequest, accepted};
use graph_endpoint::prelude::*;
use http::{Request, Response};
use serde_json::json;

#[graph_type("microsoft.graph.chatMessage")]
struct ChatMessage {
    id: String,
    subject: Option<String>,
}

/// What the webhook knows of its subscription.
struct Webhook {
    secret: ClientState,
    /// Of the certificate that the subscription was made with.
    key: DecryptionKey,
}

impl Webhook {
    /// The tokens that come with resource data would be checked here, too: `TokenValidator`, with the identity platform's
    /// keys.
    fn response(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, graph_endpoint::Error> {
        let notifications = match WebhookRequest::read(request)? {
            WebhookRequest::Validation(response) => return Ok(response),
            WebhookRequest::Notifications(notifications) => notifications,
        };
        for notification in notifications.value.iter().filter(|one| self.secret.is_of(one)) {
            let Some(content) = &notification.encrypted_content else { continue };
            // The signature is checked first: nothing that was changed on the way is decrypted.
            match content.decrypt::<ChatMessage>(&self.key) {
                Ok(message) => println!("message {}: {}", message.id, message.subject.unwrap_or_default()),
                Err(error) => println!("dropped: {error}"),
            }
        }
        Ok(accepted())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let certificate = graph::Certificate::new()?;
    let key = DecryptionKey::from_pkcs8_der(&certificate.private_key()?)?;
    let webhook = Webhook { secret: ClientState::new("a-long-random-secret")?, key };

    let message = certificate.encrypt(&json!({"id": "m1", "subject": "Lunch?"}).to_string())?;
    let mut changed = message.clone();
    if let Some(signature) = changed.get_mut("dataSignature") {
        *signature = "AAAA".into();
    }
    let notification = |content| json!({"subscriptionId": "s1", "changeType": "created", "clientState": "a-long-random-secret", "encryptedContent": content});
    let body = json!({"value": [notification(message), notification(changed)]}).to_string();
    let response = webhook.response(&Request::post("/hook").body(Bytes::from(body))?)?;
    println!("{}", response.status());
    Ok(())
}
