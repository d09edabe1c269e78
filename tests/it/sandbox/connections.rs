//! What other clients do on a connection, and what stands between them and the sandbox.

use futures_util::TryStreamExt as _;
use graph_endpoint::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Sandbox, SandboxError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::combined::{GetUser, ListUsers, User};
use crate::support::wire::{TOKEN, exchange};

#[graph_endpoint(PUT, "/me/drive/items/<id>/content", response = User)]
struct PutContent {
    id: String,
    #[graph(body, content_type = "text/plain")]
    content: Bytes,
}

async fn sandbox() -> Sandbox {
    Sandbox::builder()
        .on(|get: GetUser| async move { User { id: get.id } })
        .on(|put: PutContent| async move { User { id: u32::try_from(put.content.len()).unwrap() } })
        .on_pages::<ListUsers, _>((0..5).map(|id| User { id }).collect(), 2)
        .start()
        .await
        .unwrap()
}

/// What comes back for these bytes, up to the end of the connection.
async fn raw(sandbox: &Sandbox, request: &str) -> String {
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    text
}

fn get(target: &str, headers: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nhost: h\r\n{TOKEN}{headers}\r\n")
}

#[tokio::test]
async fn requests_in_one_piece_are_answered_in_their_order() {
    let sandbox = sandbox().await;
    let requests: String = (1..5).map(|id| get(&format!("/v1.0/users/{id}"), "")).collect();
    let text = raw(&sandbox, &(requests + &get("/v1.0/users/5", "connection: close\r\n"))).await;
    let ids: Vec<&str> = text.split("{\"id\":").skip(1).filter_map(|rest| rest.split('}').next()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
    assert_eq!(sandbox.requests().len(), 5);
}

#[tokio::test]
async fn bodies_come_in_chunks_and_after_a_question() {
    let sandbox = sandbox().await;
    let put = |headers: &str, body: &str| {
        format!(
            "PUT /v1.0/me/drive/items/1/content HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-type: text/plain\r\n{TOKEN}{headers}\r\n{body}"
        )
    };
    let chunked =
        raw(&sandbox, &put("transfer-encoding: chunked\r\n", "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")).await;
    assert!(chunked.starts_with("HTTP/1.1 200 ") && chunked.ends_with("{\"id\":7}"), "{chunked}");
    let asked = raw(&sandbox, &put("expect: 100-continue\r\ncontent-length: 3\r\n", "abc")).await;
    assert!(asked.starts_with("HTTP/1.1 100 ") && asked.ends_with("{\"id\":3}"), "{asked}");
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let put = PutContent { id: "1".into(), content: vec![7; 10_000_000].into() };
    assert_eq!(client.send(&put).await.unwrap().id, 10_000_000);
}

/// A proxy is asked with the whole URL, and clients that compress do so with a batch as well.
#[tokio::test]
async fn a_proxy_and_a_client_of_their_own_are_understood() {
    let sandbox = sandbox().await;
    let http =
        reqwest::Client::builder().proxy(reqwest::Proxy::http(sandbox.url()).unwrap()).build().unwrap();
    let client =
        Client::builder().token("t").base_url("http://127.0.0.1:1").http_client(http).build().unwrap();
    let users: Vec<User> = client.items(&ListUsers {}).try_collect().await.unwrap();
    assert_eq!(users.len(), 5);
    let (one, _) = client.batch((GetUser { id: 3 }, GetUser { id: 4 })).await.unwrap();
    assert_eq!(one.unwrap().id, 3);
    let paths: Vec<_> = sandbox.requests().iter().map(|request| request.path().to_owned()).collect();
    assert_eq!(paths, ["/v1.0/users", "/v1.0/users", "/v1.0/users", "/v1.0/$batch"]);

    let head = format!("{TOKEN}content-type: application/json\r\ncontent-encoding: gzip\r\n");
    for target in ["/v1.0/$batch", "/v1.0/users/1"] {
        let refused = exchange(&sandbox, "POST", target, &head, "\u{1f}\u{8b}").await;
        assert_eq!(refused.status(), 415, "{target}");
    }
}

#[tokio::test]
async fn head_and_options_say_what_a_get_would() {
    let sandbox = sandbox().await;
    let head = exchange(&sandbox, "HEAD", "/v1.0/users/12", TOKEN, "").await;
    assert_eq!((head.status().as_u16(), head.body().as_str()), (200, ""));
    assert_eq!(head.headers()["content-length"], "9");
    let options = exchange(&sandbox, "OPTIONS", "/v1.0/users/1", TOKEN, "").await;
    assert_eq!((options.status().as_u16(), &options.headers()["allow"]), (204, &"GET".parse().unwrap()));
    sandbox.fail_next::<GetUser>(1, SandboxError::new(409, "Conflict", "Not now."));
    assert_eq!(exchange(&sandbox, "HEAD", "/v1.0/users/1", TOKEN, "").await.status(), 409);
    assert_eq!(exchange(&sandbox, "HEAD", "/v1.0/users/1", TOKEN, "").await.status(), 200);
    assert_eq!(exchange(&sandbox, "HEAD", "/v1.0/users/1", "", "").await.status(), 401);
    assert_eq!(exchange(&sandbox, "HEAD", "/v1.0/nothing", TOKEN, "").await.body(), "");
}

#[tokio::test]
async fn spellings_that_graph_takes_are_taken() {
    let sandbox = sandbox().await;
    for target in [
        "/v1.0/Users/1",
        "/V1.0/users/1",
        "/v1.0/USERS/1?$select=id",
        "/v1.0/users/1/",
        "/v1.0/users/%31",
        "/v1.0/users/1?%24select=id",
        "/v1.0/users/1?$select=id&$select=id",
        "http://h/v1.0/users/1",
    ] {
        let found = exchange(&sandbox, "GET", target, TOKEN, "").await;
        assert_eq!(found.status(), 200, "{target}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_all_answered_and_kept() {
    let sandbox = sandbox().await;
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let calls = (0..200).map(|id| {
        let client = client.clone();
        tokio::spawn(async move { client.send(&GetUser { id }).await.unwrap().id == id })
    });
    let right: Vec<bool> = futures_util::future::try_join_all(calls.collect::<Vec<_>>()).await.unwrap();
    assert!(right.into_iter().all(|is_right| is_right));
    let requests = sandbox.take_requests();
    assert_eq!(requests.len(), 200);
    assert!(requests.iter().all(|request| request.response().is_some()));
}
