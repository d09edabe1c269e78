//! What a webhook gets: it answers Graph's validation, tells Graph's notifications from forged ones, and reads what is encrypted.
//!
//! `cargo run -p graph-endpoint-examples --features notifications --example notifications`; it needs no tenant: the
//! second half of the file plays Graph. `webhook.rs` has the handler of a web framework.

use std::error::Error;

use graph_endpoint::Bytes;
use graph_endpoint::notifications::{
    ChangeNotification, ClientState, DecryptionKey, LifecycleEvent, WebhookRequest, accepted,
};
use graph_endpoint::prelude::*;
use http::{Request, Response};
use serde_json::json;

#[graph_type("microsoft.graph.chatMessage")]
struct ChatMessage {
    id: String,
    subject: Option<String>,
}

/// What the webhook knows of its subscriptions.
struct Webhook {
    secret: ClientState,
    /// Of the certificate that the subscription was made with.
    key: DecryptionKey,
}

impl Webhook {
    /// What a web framework would call. The tokens of notifications with resource data would be checked here as well,
    /// with a `TokenValidator` and the identity platform's keys.
    fn response(&self, request: &Request<Bytes>) -> Response<Bytes> {
        match WebhookRequest::read(request) {
            Ok(WebhookRequest::Validation(response)) => response,
            Ok(WebhookRequest::Notifications(notifications)) => {
                for notification in &notifications.value {
                    if self.secret.is_of(notification) {
                        self.handle(notification);
                    } else {
                        println!("  dropped: it doesn't know the secret");
                    }
                }
                accepted()
            }
            Err(error) => {
                println!("  refused: {error}");
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = http::StatusCode::BAD_REQUEST;
                response
            }
        }
    }

    fn handle(&self, notification: &ChangeNotification) {
        match (&notification.lifecycle_event, &notification.encrypted_content) {
            (Some(LifecycleEvent::ReauthorizationRequired), _) => println!("  renew the subscription"),
            (Some(event), _) => println!("  {event:?}: synchronize with a delta"),
            (None, Some(content)) => match content.decrypt::<ChatMessage>(&self.key) {
                Ok(message) => println!("  message {}: {}", message.id, message.subject.unwrap_or_default()),
                Err(error) => println!("  dropped: {error}"),
            },
            (None, None) => println!(
                "  {:?}: {}",
                notification.change_type,
                notification.resource.as_deref().unwrap_or("something")
            ),
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let certificate = fake::Certificate::new()?;
    let webhook = Webhook {
        secret: ClientState::new("a-long-random-secret")?,
        key: DecryptionKey::from_pkcs8_der(&certificate.private_key()?)?,
    };
    let notification = |more: serde_json::Value| {
        let mut one = json!({"subscriptionId": "s1", "clientState": "a-long-random-secret"});
        if let (Some(one), serde_json::Value::Object(more)) = (one.as_object_mut(), more) {
            one.extend(more);
        }
        json!({ "value": [one] }).to_string()
    };
    let message = certificate.encrypt(&json!({"id": "m1", "subject": "Lunch?"}).to_string())?;
    let mut changed = message.clone();
    if let Some(content) = changed.as_object_mut() {
        content.insert("dataSignature".to_owned(), "AAAA".into());
    }
    for (what, uri, body) in [
        ("a validation", "/hook?validationToken=Validation%3a+Testing", String::new()),
        ("a change", "/hook", notification(json!({"changeType": "updated", "resource": "users/u1"}))),
        ("a forged one", "/hook", notification(json!({"changeType": "deleted", "clientState": "a-guess"}))),
        ("a lifecycle event", "/hook", notification(json!({"lifecycleEvent": "missed"}))),
        (
            "resource data",
            "/hook",
            notification(json!({"changeType": "created", "encryptedContent": message})),
        ),
        (
            "changed data",
            "/hook",
            notification(json!({"changeType": "created", "encryptedContent": changed})),
        ),
        ("nonsense", "/hook", "{\"value\": [7]}".to_owned()),
    ] {
        println!("{what}:");
        let response = webhook.response(&Request::post(uri).body(Bytes::from(body))?);
        println!("  {} {}", response.status(), String::from_utf8_lossy(response.body()));
    }
    Ok(())
}

/// Graph's half: it encrypts with the subscriber's certificate.
mod fake {
    use aws_lc_rs::cipher::{AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey};
    use aws_lc_rs::encoding::AsDer as _;
    use aws_lc_rs::error::Unspecified;
    use aws_lc_rs::iv::FixedLength;
    use aws_lc_rs::rsa::{KeySize, OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PrivateDecryptingKey};
    use aws_lc_rs::{hmac, rand};
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    use serde_json::{Value, json};

    pub(crate) struct Certificate(PrivateDecryptingKey);

    impl Certificate {
        pub(crate) fn new() -> Result<Self, Unspecified> {
            PrivateDecryptingKey::generate(KeySize::Rsa2048).map(Self)
        }

        pub(crate) fn private_key(&self) -> Result<Vec<u8>, Unspecified> {
            Ok(self.0.as_der()?.as_ref().to_vec())
        }

        pub(crate) fn encrypt(&self, resource: &str) -> Result<Value, Unspecified> {
            let (mut iv, mut rest) = ([0; 16], [0; 16]);
            rand::fill(&mut iv)?;
            rand::fill(&mut rest)?;
            let data_key = [iv, rest].concat();
            let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(&AES_256, &data_key)?)?;
            let mut data = resource.as_bytes().to_vec();
            cipher.less_safe_encrypt(&mut data, EncryptionContext::Iv128(FixedLength::from(iv)))?;
            let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &data_key), &data);
            let public = OaepPublicEncryptingKey::new(self.0.public_key())?;
            let mut wrapped = vec![0; public.ciphertext_size()];
            let wrapped = public.encrypt(&OAEP_SHA1_MGF1SHA1, &data_key, &mut wrapped, None)?;
            Ok(json!({
                "data": STANDARD.encode(&data),
                "dataSignature": STANDARD.encode(signature),
                "dataKey": STANDARD.encode(wrapped),
                "encryptionCertificateId": "my-certificate",
            }))
        }
    }
}
