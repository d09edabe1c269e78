//! This machine, its link and its network: what a client of a service elsewhere never talks to, and what a client of a
//! service on this machine talks to without a proxy in between.

use std::process::Command;
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::{RetryPolicy, Untyped, UploadSession};

use crate::support::endpoints::get_user;
use crate::support::server::{Reply, Server, http};
use crate::support::virtual_time::VirtualTime;

/// Names of this machine and its surroundings, `{port}` that of a server which is there.
const INSIDE: [&str; 18] = [
    "http://127.0.0.1:{port}/x",
    "http://127.1:{port}/x",
    "http://2130706433:{port}/x",
    "http://127.8.8.8:{port}/x",
    "http://localhost:{port}/x",
    "http://localhost.:{port}/x",
    "http://graph.localhost:{port}/x",
    "http://[::1]:{port}/x",
    "http://[::ffff:127.0.0.1]:{port}/x",
    "http://0.0.0.0:{port}/x",
    "http://[::]:{port}/x",
    "https://127.0.0.1:{port}/x",
    "https://localhost:{port}/x",
    "http://169.254.169.254:{port}/metadata/instance",
    "https://[fe80::1]:{port}/x",
    "https://10.0.0.1:{port}/x",
    "https://192.168.1.1:{port}/x",
    "https://printer:{port}/x",
];

#[graph_endpoint(GET, "/things", response = Page<Untyped>)]
struct List {}

#[graph_endpoint(GET, "/content")]
struct Content {}

#[graph_endpoint(POST, "/operate")]
struct Operate {}

#[graph_endpoint(POST, "/createUploadSession", response = UploadSession)]
struct CreateSession {}

fn session(url: &str) -> UploadSession {
    serde_json::from_value(serde_json::json!({ "uploadUrl": url })).unwrap()
}

#[tokio::test]
async fn links_of_a_service_elsewhere_do_not_lead_to_this_machine() {
    let inside =
        Server::script(vec![|| Reply::json(r#"{"id":"a service of this machine","value":[]}"#)]).await;
    let port = inside.url.rsplit(':').next().unwrap().to_owned();
    for base in ["https://graph.microsoft.com", "https://203.0.113.1"] {
        let client = Client::builder()
            .base_url(base)
            .token("t")
            .retry(RetryPolicy::none())
            .environment(VirtualTime::new())
            .build()
            .unwrap();
        for url in INSIDE {
            let url = url.replace("{port}", &port);
            let refused = [
                client.resume_operation(&url).wait().await.map(drop).unwrap_err(),
                client.resume_upload(session(&url), vec![7; 1000]).await.map(drop).unwrap_err(),
                client.commit_upload(&session(&url)).await.map(drop).unwrap_err(),
                client.cancel_upload(&session(&url)).await.unwrap_err(),
                client.pages_from(&List {}, &url).try_collect::<Vec<_>>().await.map(drop).unwrap_err(),
            ];
            for (way, error) in refused.iter().enumerate() {
                assert!(error.is_build(), "{base} {url} {way}: {error:?}");
                assert!(!format!("{error} {error:?}").contains("metadata"), "{error:?}");
            }
        }
    }
    assert_eq!(inside.seen().len(), 0);
}

/// The service has a name that isn't this machine's; that its address is, is the test's business.
async fn service_elsewhere(link: String) -> (Server, Client) {
    let server = Server::start(move |seen, _| match seen.target.as_str() {
        "/v1.0/things" => Reply::json(&format!(r#"{{"value":[],"@odata.nextLink":"{link}"}}"#)),
        "/v1.0/operate" => Reply::new(202, &[("Location", &link)], ""),
        "/v1.0/createUploadSession" => Reply::json(&format!(r#"{{"uploadUrl":"{link}"}}"#)),
        _ => Reply::new(307, &[("Location", &link)], ""),
    })
    .await;
    let client = Client::builder()
        .base_url(server.url.replace("127.0.0.1", "graph.test.example"))
        .http_client(http())
        .retry(RetryPolicy::none())
        .environment(VirtualTime::new())
        .build()
        .unwrap();
    (server, client)
}

#[tokio::test]
async fn nor_do_its_redirects_and_what_it_hands_out() {
    let inside =
        Server::script(vec![|| Reply::json(r#"{"id":"a service of this machine","value":[]}"#)]).await;
    let port = inside.url.rsplit(':').next().unwrap().to_owned();
    for url in INSIDE {
        let (server, client) = service_elsewhere(url.replace("{port}", &port)).await;
        let redirected = client.send(&get_user()).await.unwrap_err();
        assert!(redirected.is_redirect(), "{url}: {redirected:?}");
        assert!(client.items(&List {}).try_collect::<Vec<_>>().await.is_err(), "{url}");
        assert!(client.operation(&Operate {}).await.unwrap().wait().await.is_err(), "{url}");
        assert!(client.upload(&CreateSession {}, vec![7; 1000]).await.is_err(), "{url}");
        assert!(client.download(&Content {}).to_writer(&mut Vec::new()).await.is_err(), "{url}");
        assert_eq!(server.seen().len(), 5, "{url}");
    }
    assert_eq!(inside.seen().len(), 0);
}

#[tokio::test]
async fn a_service_on_this_machine_may_lead_to_it() {
    let other = Arc::new(Server::script(vec![|| Reply::json(r#"{"id":"u2"}"#)]).await);
    let server = Server::start({
        let url = other.url.replace("127.0.0.1", "localhost");
        move |_, _| Reply::new(302, &[("Location", &url)], "")
    })
    .await;
    let client = Client::builder().base_url(&server.url).retry(RetryPolicy::none()).build().unwrap();
    assert_eq!(client.send(&get_user()).await.unwrap().id, "u2");
}

/// Run by the test below in a process of its own: proxies are taken from the environment.
#[tokio::test]
#[ignore = "run by proxies_are_bypassed_on_this_machine"]
async fn inner() {
    let port = std::env::var("GRAPH_PORT").unwrap();
    for host in ["127.0.0.1", "localhost", "127.0.0.1"] {
        // The first call is answered 503, and tried again on a new connection.
        let client = Client::builder()
            .base_url(format!("http://{host}:{port}"))
            .token("t0k3n")
            .environment(VirtualTime::new())
            .build()
            .unwrap();
        assert_eq!(client.send(&get_user()).await.unwrap().id, "u1");
    }
    // Nobody listens there: a proxy would have answered.
    for host in ["[::1]", "[::ffff:127.0.0.1]", "127.9.9.9", "LOCALHOST", "localhost.", "a.localhost"] {
        let base = format!("http://{host}:9");
        let client = Client::builder().base_url(base).retry(RetryPolicy::none()).build().unwrap();
        assert!(client.send(&get_user()).await.unwrap_err().is_connect(), "{host}");
    }
    // What isn't on this machine goes through the proxy, but for NO_PROXY.
    let elsewhere = |base: &str| {
        Client::builder().base_url(base).retry(RetryPolicy::none()).build().unwrap().send(&get_user())
    };
    assert_eq!(elsewhere("http://graph.test.example").await.unwrap().id, "of the proxy");
    assert!(elsewhere("http://direct.test.invalid").await.unwrap_err().is_connect());
    // A link from this machine to elsewhere, too.
    let client = Client::builder()
        .base_url(format!("http://127.0.0.1:{port}"))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let page = client.pages_from(&List {}, "https://graph.test.example/next").try_collect::<Vec<_>>().await;
    assert!(page.is_err(), "the proxy knows no CONNECT");
}

#[tokio::test(flavor = "multi_thread")]
async fn proxies_are_bypassed_on_this_machine() {
    let proxy = Server::start(|seen, _| match seen.method.as_str() {
        "CONNECT" => Reply::status(502),
        _ => Reply::json(r#"{"id":"of the proxy"}"#),
    })
    .await;
    for names in [["HTTP_PROXY", "HTTPS_PROXY"], ["http_proxy", "https_proxy"], ["ALL_PROXY", "all_proxy"]] {
        let before = proxy.seen().len();
        let server = Server::start(|_, index| match index {
            0 => Reply::new(503, &[("Retry-After", "1")], ""),
            _ => Reply::json(r#"{"id":"u1"}"#),
        })
        .await;
        let mut inner = Command::new(std::env::current_exe().unwrap());
        for name in
            ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy", "no_proxy"]
        {
            inner.env_remove(name);
        }
        inner
            .args(["--exact", "client::this_machine::inner", "--ignored", "--nocapture"])
            .envs(names.map(|name| (name, proxy.url.as_str())))
            .env("NO_PROXY", "direct.test.invalid")
            .env("GRAPH_PORT", server.url.rsplit(':').next().unwrap());
        let inner = tokio::task::spawn_blocking(move || inner.output().unwrap()).await.unwrap();
        let said = String::from_utf8_lossy(&inner.stdout) + String::from_utf8_lossy(&inner.stderr);
        assert!(inner.status.success() && said.contains("1 passed"), "{names:?}: {said}");
        assert_eq!(server.seen().len(), 4, "{names:?}");
        let through: Vec<_> = proxy.seen()[before..]
            .iter()
            .map(|seen| (seen.method.clone(), seen.target.clone(), seen.header("authorization").is_some()))
            .collect();
        assert_eq!(
            through,
            [
                ("GET".to_owned(), "http://graph.test.example/v1.0/users/u1?$select=id".to_owned(), false),
                ("CONNECT".to_owned(), "graph.test.example:443".to_owned(), false),
            ],
            "{names:?}"
        );
    }
}
