//! What comes to a webhook: a validation, notifications or an error; and no token in it is one of Graph's.

use std::sync::LazyLock;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use graph_endpoint::notifications::{TokenValidator, WebhookRequest};
use http::Request;

const KEYS: &str =
    r#"{"keys":[{"kty":"RSA","kid":"k1","n":"4ff4","e":"AQAB"},{"kty":"oct","kid":"k2","k":"AA"}]}"#;

static VALIDATOR: LazyLock<TokenValidator> =
    LazyLock::new(|| TokenValidator::new(KEYS).expect("a key set").app("a").tenant("t"));

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    "validationToken=a%3Cb\0",
    "\0{\"value\":[{\"subscriptionId\":\"s\",\"subscriptionExpirationDateTime\":\"2026-01-01T00:00:00Z\",\"clientState\":\"c\",\"changeType\":\"created\",\"resource\":\"users/1\",\"tenantId\":\"t\",\"resourceData\":{\"id\":\"1\"},\"encryptedContent\":{\"data\":\"AA\",\"dataKey\":\"AA\",\"dataSignature\":\"AA\",\"encryptionCertificateId\":\"1\",\"encryptionCertificateThumbprint\":\"A\"}}],\"validationTokens\":[\"eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.e30.AA\"]}",
    "\0{\"value\":[{\"subscriptionId\":\"s\"},{\"subscriptionId\":1},null,{\"subscriptionId\":\"t\",\"resourceData\":[]}]}",
    "\0{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k1\",\"n\":\"4ff4\",\"e\":\"AQAB\"}]}",
];

pub fn run(data: &[u8]) {
    let (query, body) = match data.iter().position(|byte| *byte == 0) {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (&data[..0], data),
    };
    let query = String::from_utf8_lossy(query);
    let Ok(request) = Request::post(format!("/hook?{query}")).body(Bytes::copy_from_slice(body)) else {
        return;
    };
    let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    match WebhookRequest::read(&request) {
        Err(error) => drop((error.to_string(), format!("{error:?}"))),
        Ok(WebhookRequest::Notifications(notifications)) => {
            let _ = (format!("{notifications:?}"), VALIDATOR.has_keys_for(&notifications));
            for unreadable in &notifications.unreadable {
                let problem = unreadable.error().to_string();
                assert!(problem.starts_with("value[") && !problem.contains("could not be read"), "{problem}");
                assert!(!unreadable.json().is_empty());
            }
            if let Err(error) = VALIDATOR.check(&notifications, now) {
                assert!(error.is_untrusted());
            } else {
                assert!(notifications.validation_tokens.iter().flatten().next().is_none());
            }
        }
        Ok(WebhookRequest::Validation(answer)) => assert!(!answer.body().contains(&b'<')),
    }
    // A token, and a key set, on their own.
    if let Ok(text) = std::str::from_utf8(body) {
        assert!(VALIDATOR.validate(text, now).is_err());
    }
    if let Ok(validator) = TokenValidator::new(body) {
        let _ = validator.validate("eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0.e30.AA", now);
    }
}
