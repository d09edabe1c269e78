//! Pages of any origin may call a sandbox, as they may call Graph: a token is what protects both, and only this machine
//! reaches the sandbox.

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;

use crate::support::wire::{TOKEN, exchange};

#[graph_endpoint(GET, "/me/displayName/$value", response = String)]
struct GetName {}

const PAGE: &str = "origin: https://evil.example\r\n";

#[tokio::test]
async fn a_page_may_ask_and_gets_nothing_without_the_token() {
    let sandbox =
        Sandbox::builder().token("t").on(|_: GetName| async { "Adele".to_owned() }).start().await.unwrap();
    assert!(sandbox.address().ip().is_loopback());
    let asks = format!("{PAGE}access-control-request-method: GET\r\n");
    for (method, headers, status, opened) in [
        ("OPTIONS", asks.clone(), 204, true),
        ("GET", format!("{PAGE}{TOKEN}"), 200, true),
        ("GET", PAGE.to_owned(), 401, true),
        ("GET", format!("{PAGE}cookie: authorization=t\r\n"), 401, true),
        ("GET", format!("{PAGE}authorization: Bearer guess\r\n"), 401, true),
        ("GET", TOKEN.to_owned(), 200, false),
    ] {
        let response = exchange(&sandbox, method, "/v1.0/me/displayName/$value", &headers, "").await;
        let case = format!("{method} {headers}");
        assert_eq!(response.status().as_u16(), status, "{case}");
        assert_eq!(response.body().contains("Adele"), status == 200, "{case}");
        let allowed = response.headers().get("access-control-allow-origin");
        assert_eq!(allowed.map(http::HeaderValue::as_bytes), opened.then_some(&b"*"[..]), "{case}");
        // A browser sends cookies of its own, and certificates, only where this is said.
        assert!(!response.headers().contains_key("access-control-allow-credentials"), "{case}");
    }
}
