//! What the long jobs inside this crate build on: links, addresses without a token, bodies read piece by piece.

use http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::wire::request::Parts;

/// Answers each connection once, with `response`, and hands out the heads of what came.
async fn serve(response: &'static str) -> (String, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (heads, seen) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") && socket.read_buf(&mut head).await.unwrap() > 0 {}
            heads.send(String::from_utf8(head).unwrap()).unwrap();
            socket.write_all(response.as_bytes()).await.unwrap();
        }
    });
    (url, seen)
}

fn client(base: &str) -> Client {
    Client::builder()
        .token("t0k3n")
        .base_url(base)
        .retry(RetryPolicy::none())
        .max_concurrency(1)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_token_goes_with_a_link_to_the_base_and_to_no_other_host() {
    let (url, mut seen) = serve("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}").await;
    let here = client(&url);
    let response =
        here.fetch(Parts::new(Method::GET, format!("{url}/v1.0/users?$skiptoken=x"), "/users")).await;
    assert_eq!(response.unwrap().into_body(), "{}");
    let head = seen.recv().await.unwrap();
    assert!(head.contains("authorization: Bearer t0k3n") && head.contains("client-request-id"), "{head}");

    let elsewhere = client("http://127.0.0.1:9");
    let error = elsewhere.fetch(Parts::new(Method::GET, format!("{url}/v1.0/users"), "/users")).await;
    assert!(error.unwrap_err().is_build());
    assert!(seen.try_recv().is_err(), "nothing was sent");
}

#[tokio::test]
async fn an_address_with_its_own_authorization_gets_neither_token_nor_id() {
    let (url, mut seen) = serve("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}").await;
    for base in [url.as_str(), "http://127.0.0.1:9"] {
        let mut parts = Parts::new(Method::PUT, format!("{url}/upload?sig=1"), "/upload");
        parts.options.anonymous = true;
        client(base).fetch(parts).await.unwrap();
        let head = seen.recv().await.unwrap();
        assert!(!head.contains("authorization") && !head.contains("client-request-id"), "{head}");
    }
}

#[tokio::test]
async fn a_redirect_can_be_handed_out() {
    let (url, _seen) =
        serve("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
    let mut parts = Parts::new(Method::GET, format!("{url}/content"), "/content");
    parts.options.returns_redirects = true;
    let response = client(&url).fetch(parts).await.unwrap();
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "http://127.0.0.1:9/x");
}

#[tokio::test]
async fn a_body_that_is_handed_out_takes_no_permit() {
    let (url, _seen) = serve("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabcde").await;
    let client = Client::builder().token("t").base_url(&url).max_concurrency(1).build().unwrap();
    let mut parts = Parts::new(Method::GET, format!("{url}/content"), "/content");
    let mut body = client.execute(&mut parts, Reading::Head).await.unwrap().into_body();
    assert_eq!(client.fetch(parts.clone()).await.unwrap().into_body(), "abcde");
    let mut all = Vec::new();
    while let Some(piece) = body.chunk().await.unwrap() {
        all.extend_from_slice(&piece);
    }
    assert_eq!(all, b"abcde");

    let whole = client.collect(client.execute(&mut parts, Reading::Head).await.unwrap()).await.unwrap();
    assert_eq!(whole.into_body(), "abcde");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_whole_one() {
    let (url, _seen) = serve("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc").await;
    // The server closes: that is a broken line, not an end.
    let mut parts = Parts::new(Method::GET, url.clone(), "/x");
    let mut body = client(&url).execute(&mut parts, Reading::Head).await.unwrap().into_body();
    assert_eq!(body.length(), Some(9));
    assert_eq!(body.chunk().await.unwrap().unwrap(), "abc");
    assert!(body.chunk().await.unwrap_err().is_transport());
}
