//! Claims challenges: Graph's are heeded, those of other hosts are not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use graph_endpoint::prelude::*;
use graph_endpoint::{AccessToken, Credential, CredentialFuture, RetryPolicy, TokenRequest};

use crate::support::endpoints::get_user;
use crate::support::server::{Reply, Server, http};
use crate::support::virtual_time::VirtualTime;

/// `{"access_token":{"nbf":{"essential":true}}}`
const CHALLENGE: &str = r#"Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==""#;

#[derive(Default)]
struct Counting {
    tokens: AtomicUsize,
    claims: AtomicUsize,
}

struct Shared(Arc<Counting>);

impl Credential for Shared {
    fn token<'a>(&'a self, request: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
        Box::pin(async move {
            let number = self.0.tokens.fetch_add(1, Ordering::Relaxed);
            self.0.claims.fetch_add(usize::from(request.claims().is_some()), Ordering::Relaxed);
            AccessToken::new(format!("t{number}"))
        })
    }
}

fn client(base: &str) -> (Client, Arc<Counting>) {
    let counting = Arc::new(Counting::default());
    let client = Client::builder()
        .base_url(base)
        .http_client(http())
        .credential(Shared(counting.clone()))
        .retry(RetryPolicy::none())
        .environment(VirtualTime::new())
        .build()
        .unwrap();
    (client, counting)
}

fn challenging() -> Reply {
    Reply::new(401, &[("WWW-Authenticate", CHALLENGE)], "{}")
}

#[graph_endpoint(POST, "/operate")]
struct Operate {}

#[graph_endpoint(GET, "/content")]
struct Content {}

#[tokio::test]
async fn another_hosts_challenge_is_not_handed_to_the_credential() {
    let other = Server::start(|_, _| challenging()).await;
    let link = format!("{}/x", other.url);
    let home = Server::start(move |seen, _| match seen.method.as_str() {
        "POST" => Reply::new(202, &[("Location", &link)], ""),
        _ => Reply::new(302, &[("Location", &link)], ""),
    })
    .await;
    let (client, counting) = client(&home.url);
    assert_eq!(client.send(&get_user()).await.unwrap_err().status().unwrap(), 401);
    assert!(client.download(&Content {}).to_writer(&mut Vec::new()).await.is_err());
    assert!(client.operation(&Operate {}).await.unwrap().wait().await.is_err());
    let session = serde_json::from_value(serde_json::json!({ "uploadUrl": other.url })).unwrap();
    assert!(client.cancel_upload(&session).await.is_err());
    assert!(other.seen().len() >= 4);
    assert_eq!(counting.tokens.load(Ordering::Relaxed), 1);
    assert_eq!(counting.claims.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn nor_is_graphs_to_a_request_that_came_without_the_token() {
    let home_url = Arc::new(OnceLock::<String>::new());
    let back = home_url.clone();
    let other = Server::start(move |_, _| {
        Reply::new(307, &[("Location", &format!("{}/back", back.get().unwrap()))], "")
    })
    .await;
    let home = Server::start({
        let url = other.url.clone();
        move |seen, _| match seen.target.as_str() {
            "/back" => challenging(),
            _ => Reply::new(307, &[("Location", &url)], ""),
        }
    })
    .await;
    home_url.set(home.url.clone()).unwrap();
    let (client, counting) = client(&home.url);
    assert_eq!(client.send(&get_user()).await.unwrap_err().status().unwrap(), 401);
    assert_eq!((counting.tokens.load(Ordering::Relaxed), home.seen().len()), (1, 2));
}

#[tokio::test]
async fn graphs_own_challenge_is_heeded_behind_a_redirect_too() {
    let home = Server::start(|seen, _| match (seen.target.as_str(), seen.header("authorization")) {
        ("/moved", Some("Bearer t1")) => Reply::json(r#"{"id":"u1"}"#),
        ("/moved", _) => challenging(),
        _ => Reply::new(307, &[("Location", "/moved")], ""),
    })
    .await;
    let (client, counting) = client(&home.url);
    assert_eq!(client.send(&get_user()).await.unwrap().id, "u1");
    assert_eq!(counting.claims.load(Ordering::Relaxed), 1);
}
