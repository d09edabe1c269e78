//! A credential of `azure_identity` against a real OAuth server over TLS: npm's `oauth2-mock-server`.
//!
//! `azure_identity` takes the sign-in host and the trusted certificates from the environment, which can't be set for a
//! process that runs already: the outer test starts the server and then this very binary once more, for the inner one.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use azure_core::credentials::Secret;
use azure_core::http::ClientOptions;
use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};
use futures_util::future::join_all;
use graph_endpoint::azure::ClaimsChallenge;
use graph_endpoint::{Client, Environment};

use crate::support::endpoints::get_user;
use crate::support::server::{Reply, Server};
use crate::support::servers::{Running, certificate, npm, runs, skipped};

const PACKAGE: &str = "oauth2-mock-server";
const VERSION: &str = "8.2.3";
/// Shorter than `azure_identity`'s own time ahead of an expiry, so that its cache keeps nothing: how often tokens are
/// fetched is up to us.
const LIFE: Duration = Duration::from_secs(200);
const TENANT: &str = "00000000-0000-0000-0000-00000000aaaa";

fn json(line: &str) -> serde_json::Value {
    serde_json::from_str(line).unwrap()
}

#[test]
fn a_credential_of_azure_identity_serves_as_it_is() {
    if !runs("node", "--version") {
        skipped("there is no node; azure_identity was not tested");
        return;
    }
    let Some(folder) = npm(PACKAGE, VERSION) else {
        skipped("oauth2-mock-server could not be installed with npm; azure_identity was not tested");
        return;
    };
    let (key, certificate) = certificate(&folder);
    // Modules are looked for beside the script.
    let script = folder.join("server.mjs");
    std::fs::write(&script, include_str!("oauth2_mock_server.mjs")).unwrap();
    let mut server = Command::new("node")
        .arg(&script)
        .args([&key, &certificate])
        .arg(LIFE.as_secs().to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines().map(|line| json(&line.unwrap()));
    let server = Running(server);
    let port = lines.next().unwrap()["port"].as_u64().unwrap();

    let inner = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "client::azure_identity::inner", "--ignored", "--nocapture"])
        .env("AZURE_AUTHORITY_HOST", format!("https://localhost:{port}"))
        .env("SSL_CERT_FILE", &certificate)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&inner.stdout) + String::from_utf8_lossy(&inner.stderr);
    assert!(inner.status.success() && said.contains("1 passed"), "{said}");

    drop(server);
    let requests: Vec<_> = lines.collect();
    // One token for ten calls, one ahead of its expiry for ten more, and one with the claims that Graph asked for.
    assert_eq!(requests.len(), 3, "{requests:?}");
    for request in &requests {
        assert_eq!(request["scope"].as_str().unwrap().trim_end(), "https://graph.microsoft.com/.default");
        assert_eq!(request["client_id"], "the-app");
    }
    let claims = |index: usize| json(requests[index]["claims"].as_str().unwrap());
    assert_eq!(claims(0)["access_token"]["xms_cc"]["values"][0], "cp1");
    assert!((0..2).all(|index| claims(index)["access_token"].get("nbf").is_none()));
    assert_eq!(claims(2)["access_token"]["nbf"]["value"], "1");
}

/// This machine's date, so many seconds later.
#[derive(Clone, Default)]
struct Later(Arc<AtomicU64>);

impl Environment for Later {
    fn date(&self) -> SystemTime {
        SystemTime::now() + Duration::from_secs(self.0.load(Ordering::Relaxed))
    }
}

#[tokio::test]
#[ignore = "run by the test above, with the sign-in host in its environment"]
async fn inner() {
    let known = std::sync::Mutex::new(Vec::new());
    let graph = Server::start(move |seen, _| {
        let token = seen.header("authorization").unwrap().to_owned();
        assert_eq!(token.split('.').count(), 3, "a JWT");
        let mut known = known.lock().unwrap();
        let is_new = !known.contains(&token);
        if is_new {
            known.push(token);
        }
        if is_new && known.len() == 2 {
            // {"access_token":{"nbf":{"essential":true,"value":"1"}}}
            let claims = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ==";
            let challenge = format!(r#"Bearer error="insufficient_claims", claims="{claims}""#);
            return Reply::new(401, &[("WWW-Authenticate", &challenge)], "{}");
        }
        Reply::json(r#"{"id":"u1"}"#)
    })
    .await;
    let mut client_options = ClientOptions::default();
    client_options.per_call_policies.push(Arc::new(ClaimsChallenge));
    let credential = ClientSecretCredential::new(
        TENANT,
        "the-app".to_owned(),
        Secret::new("the-secret"),
        Some(ClientSecretCredentialOptions { client_options }),
    )
    .unwrap();
    let time = Later::default();
    let client = Client::builder()
        .credential(credential)
        .base_url(&graph.url)
        .environment(time.clone())
        .build()
        .unwrap();
    let ten = || join_all((0..10).map(|_| async { client.send(&get_user()).await.unwrap() }));
    ten().await;
    time.0.store(LIFE.as_secs() * 3 / 4, Ordering::Relaxed);
    ten().await;
    let tokens = || -> Vec<String> {
        graph.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect()
    };
    let first = tokens().swap_remove(0);
    assert!(
        tokens().len() == 20 && tokens().iter().all(|token| *token == first),
        "nobody waits for the next one"
    );
    while tokens().last() == Some(&first) {
        tokio::time::sleep(Duration::from_millis(20)).await;
        client.send(&get_user()).await.unwrap();
    }
    let tokens = tokens();
    let sent = tokens.len();
    // The next one is there in the end, and is replaced when it is refused.
    assert!(tokens[..sent - 2].iter().all(|token| *token == first));
    assert!(tokens[sent - 2] != first && tokens[sent - 2] != tokens[sent - 1]);
    // Where no token is to be had, nothing is sent.
    let wrong =
        ClientSecretCredential::new("no-such-tenant", "a".to_owned(), Secret::new("s"), None).unwrap();
    let client = Client::builder().credential(wrong).base_url(&graph.url).build().unwrap();
    let error = client.send(&get_user()).await.unwrap_err();
    assert!(error.is_auth(), "{error:?}");
    assert_eq!(graph.seen().len(), sent);
}
