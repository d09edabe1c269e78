//! Tokens: fetched once for all, replaced ahead of their expiry, and once more when Graph refuses one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use graph_endpoint::{
    AccessToken, Client, Cloud, Credential, CredentialFuture, Environment, Error, RetryPolicy, TokenRequest,
};

use crate::support::endpoints::get_user;
use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

/// Numbers its tokens, which live for `life`.
struct Issuer {
    time: VirtualTime,
    life: Duration,
    issued: AtomicUsize,
    asked: Mutex<Vec<(String, Option<String>)>>,
    broken: std::sync::atomic::AtomicBool,
}

impl Issuer {
    fn new(time: &VirtualTime, life: u64) -> Arc<Self> {
        Arc::new(Self {
            time: time.clone(),
            life: Duration::from_secs(life),
            issued: AtomicUsize::new(0),
            asked: Mutex::default(),
            broken: Default::default(),
        })
    }

    fn issued(&self) -> usize {
        self.issued.load(Ordering::SeqCst)
    }
}

impl Credential for Issuer {
    fn token<'a>(&'a self, request: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
        Box::pin(async move {
            self.asked
                .lock()
                .unwrap()
                .push((request.scope().to_owned(), request.claims().map(str::to_owned)));
            let number = self.issued.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::time::sleep(Duration::from_millis(10)).await;
            if self.broken.load(Ordering::SeqCst) {
                return Err(Error::auth("the issuer is down"));
            }
            AccessToken::expiring_at(format!("token-{number}"), self.time.date() + self.life)
        })
    }
}

async fn fine() -> Server {
    Server::script(vec![|| Reply::json(r#"{"id":"u1"}"#)]).await
}

fn client(server: &Server, time: &VirtualTime, issuer: &Arc<Issuer>) -> Client {
    Client::builder()
        .credential(issuer.clone())
        .base_url(&server.url)
        .environment(time.clone())
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

/// Until what runs in the background is done: the issuer takes 10 ms.
async fn settled() {
    tokio::time::sleep(Duration::from_millis(30)).await;
}

fn tokens(server: &Server) -> Vec<String> {
    server.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect()
}

#[tokio::test]
async fn calls_that_wait_share_one_token() {
    let (server, time) = (fine().await, VirtualTime::new());
    let issuer = Issuer::new(&time, 3600);
    let client = client(&server, &time, &issuer);
    join_all((0..20).map(|_| async { client.send(&get_user()).await.unwrap() })).await;
    client.send(&get_user()).await.unwrap();
    assert_eq!(issuer.issued(), 1);
    assert_eq!(*issuer.asked.lock().unwrap(), [("https://graph.microsoft.com/.default".to_owned(), None)]);
}

#[tokio::test]
async fn a_token_is_replaced_ahead_of_its_expiry_while_all_calls_go_on() {
    let (server, time) = (fine().await, VirtualTime::new());
    let issuer = Issuer::new(&time, 3600);
    let client = client(&server, &time, &issuer);
    client.send(&get_user()).await.unwrap();
    time.pass(Duration::from_secs(3299));
    client.send(&get_user()).await.unwrap();
    assert_eq!(issuer.issued(), 1);
    time.pass(Duration::from_secs(2));
    join_all((0..10).map(|_| async { client.send(&get_user()).await.unwrap() })).await;
    assert_eq!(issuer.issued(), 2);
    let sent = tokens(&server);
    assert!(sent.len() == 12 && sent.iter().all(|token| token == "Bearer token-1"));
    settled().await;
    client.send(&get_user()).await.unwrap();
    assert_eq!(tokens(&server)[12], "Bearer token-2");
    assert_eq!(issuer.issued(), 2);
}

#[tokio::test]
async fn when_replacing_fails_the_old_token_serves_until_it_expires() {
    let (server, time) = (fine().await, VirtualTime::new());
    let issuer = Issuer::new(&time, 3600);
    let client = client(&server, &time, &issuer);
    client.send(&get_user()).await.unwrap();
    issuer.broken.store(true, Ordering::SeqCst);
    time.pass(Duration::from_secs(3400));
    for _ in 0..5 {
        client.send(&get_user()).await.unwrap();
        settled().await;
    }
    // Not with each call, but every 30 s.
    assert_eq!(issuer.issued(), 2);
    time.pass(Duration::from_secs(31));
    client.send(&get_user()).await.unwrap();
    settled().await;
    assert_eq!(issuer.issued(), 3);
    time.pass(Duration::from_secs(200));
    let errors = join_all((0..10).map(|_| async { client.send(&get_user()).await.unwrap_err() })).await;
    assert!(errors.iter().all(|error| error.is_auth() && error.to_string().contains("the issuer is down")));
    // Those who waited for the same failure don't ask again.
    assert_eq!(issuer.issued(), 4);
    issuer.broken.store(false, Ordering::SeqCst);
    assert!(client.send(&get_user()).await.is_err());
    assert_eq!(issuer.issued(), 4);
    time.pass(Duration::from_secs(1));
    client.send(&get_user()).await.unwrap();
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_with_the_claims_that_graph_asks_for() {
    let server = Server::start(|seen, _| match seen.header("authorization") {
        Some("Bearer token-1") => {
            // {"access_token":{"nbf":{"essential":true,"value":"1"}}}
            let claims = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ==";
            let challenge = format!(r#"Bearer realm="", error="insufficient_claims", claims="{claims}""#);
            Reply::new(401, &[("WWW-Authenticate", &challenge)], "{}")
        }
        _ => Reply::json(r#"{"id":"u1"}"#),
    })
    .await;
    let time = VirtualTime::new();
    let issuer = Issuer::new(&time, 3600);
    let client = client(&server, &time, &issuer);
    join_all((0..5).map(|_| async { client.send(&get_user()).await.unwrap() })).await;
    assert_eq!(issuer.issued(), 2);
    let claims = issuer.asked.lock().unwrap()[1].1.clone();
    assert_eq!(claims.as_deref(), Some(r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#));
}

#[tokio::test]
async fn a_second_refusal_stands() {
    let server = Server::script(vec![|| Reply::status(401)]).await;
    let time = VirtualTime::new();
    let issuer = Issuer::new(&time, 3600);
    let error = client(&server, &time, &issuer).send(&get_user()).await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!((issuer.issued(), server.seen().len()), (2, 2));
}

#[tokio::test]
async fn a_cloud_sets_root_and_scope() {
    let (server, time) = (fine().await, VirtualTime::new());
    let issuer = Issuer::new(&time, 3600);
    let client = Client::builder()
        .credential(issuer.clone())
        .cloud(Cloud::China)
        .base_url(&server.url)
        .build()
        .unwrap();
    client.send(&get_user()).await.unwrap();
    assert_eq!(issuer.asked.lock().unwrap()[0].0, "https://microsoftgraph.chinacloudapi.cn/.default");
    let china = Client::builder().token("t").cloud(Cloud::China).build().unwrap();
    assert!(format!("{china:?}").contains("https://microsoftgraph.chinacloudapi.cn"));
}
