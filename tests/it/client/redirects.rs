//! Redirects: the method stays, a token stays at home, and circles end.

use std::sync::Arc;

use graph_endpoint::{Body, Client, RetryPolicy};

use crate::support::endpoints::{SendMail, get_user};
use crate::support::server::{Reply, Server};

fn client(server: &Server) -> Client {
    Client::builder().token("t").base_url(&server.url).retry(RetryPolicy::none()).build().unwrap()
}

#[tokio::test]
async fn on_the_same_host_the_token_and_the_method_stay() {
    for status in [301, 302, 307, 308] {
        let server = Server::start(move |seen, _| match seen.target.as_str() {
            "/elsewhere?x=1" => Reply::status(202),
            _ => Reply::new(status, &[("Location", "/elsewhere?x=1")], "moved"),
        })
        .await;
        let body = Body::new("text/plain", "hello").unwrap();
        client(&server).send(&SendMail { body }).await.unwrap();
        let seen = &server.seen()[1];
        assert_eq!((seen.method.as_str(), seen.body.as_slice()), ("POST", b"hello".as_slice()));
        assert_eq!(seen.header("authorization"), Some("Bearer t"));
    }
}

#[tokio::test]
async fn a_location_that_is_not_encoded_is_encoded() {
    let server = Server::start(move |seen, _| match seen.target.as_str() {
        "/v1.0/Gr%C3%BC%C3%9Fe%20an?x=%C3%A9" => Reply::json(r#"{"id":"u1"}"#),
        _ => Reply::new(302, &[("Location", "/v1.0/Grüße an?x=é")], ""),
    })
    .await;
    assert_eq!(client(&server).send(&get_user()).await.unwrap().id, "u1");
}

#[tokio::test]
async fn only_303_becomes_a_get_without_a_body() {
    let server =
        Server::script(vec![|| Reply::new(303, &[("Location", "/v1.0/done")], ""), || Reply::status(200)])
            .await;
    let body = Body::new("text/plain", "hello").unwrap();
    client(&server).send(&SendMail { body }).await.unwrap();
    let seen = &server.seen()[1];
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("GET", "/v1.0/done"));
    assert!(seen.body.is_empty() && seen.header("content-type").is_none());
}

#[tokio::test]
async fn to_another_host_neither_token_nor_id_goes() {
    let other = Arc::new(Server::script(vec![|| Reply::json(r#"{"id":"theirs"}"#)]).await);
    let server = Server::start({
        let url = other.url.clone();
        move |_, _| Reply::new(302, &[("Location", &format!("{url}/content?sig=1"))], "")
    })
    .await;
    // The caller's own headers are no better than the client's.
    for own in [false, true] {
        let call = client(&server).send(&get_user()).header("Cookie", "c=1").header("Range", "bytes=0-9");
        let call = if own { call.header("Authorization", "Bearer own") } else { call };
        assert_eq!(call.await.unwrap().id, "theirs");
    }
    for seen in other.seen() {
        assert_eq!(seen.target, "/content?sig=1");
        assert_eq!(seen.header("range"), Some("bytes=0-9"));
        for name in ["authorization", "cookie", "client-request-id"] {
            assert_eq!(seen.header(name), None, "{name}");
        }
    }
    assert_eq!(other.seen().len(), 2);
}

#[tokio::test]
async fn a_token_that_was_dropped_does_not_come_back() {
    let home = Arc::new(std::sync::Mutex::new(String::new()));
    let other = Server::start({
        let home = home.clone();
        move |_, _| Reply::new(302, &[("Location", &format!("{}/back", home.lock().unwrap()))], "")
    })
    .await;
    let server = Server::start({
        let url = other.url.clone();
        move |seen, _| match seen.target.as_str() {
            "/back" => Reply::json(r#"{"id":"u1"}"#),
            _ => Reply::new(302, &[("Location", &url)], ""),
        }
    })
    .await;
    home.lock().unwrap().clone_from(&server.url);
    client(&server).send(&get_user()).await.unwrap();
    assert_eq!(server.seen()[1].header("authorization"), None);
}

#[tokio::test]
async fn a_circle_ends_after_five() {
    let server = Server::script(vec![|| Reply::new(302, &[("Location", "/round")], "")]).await;
    let error = client(&server).send(&get_user()).await.unwrap_err();
    assert!(error.is_redirect(), "{error:?}");
    assert_eq!(server.seen().len(), 6);
}

#[tokio::test]
async fn what_leads_nowhere_is_an_error() {
    for location in ["file:///etc/passwd", "javascript:x", "http://", "", " "] {
        let server = Server::start(move |_, _| Reply::new(307, &[("Location", location)], "")).await;
        let error = client(&server).send(&SendMail::default()).await.unwrap_err();
        assert!(error.is_redirect(), "{location}: {error:?}");
        assert_eq!(server.seen().len(), 1, "{location}");
    }
    let server = Server::script(vec![|| Reply::status(302)]).await;
    assert_eq!(client(&server).send(&get_user()).await.unwrap_err().status().unwrap(), 302);
    let server = Server::script(vec![|| Reply::new(304, &[("Location", "/x")], "")]).await;
    assert_eq!(client(&server).send(&get_user()).await.unwrap_err().status().unwrap(), 304);
}

#[tokio::test]
async fn a_body_that_can_be_read_once_is_not_sent_on() {
    let server =
        Server::script(vec![|| Reply::new(307, &[("Location", "/x")], ""), || Reply::status(200)]).await;
    let stream = futures_util::stream::iter([Ok(bytes::Bytes::from("abc"))]);
    let body = Body::stream_once("text/plain", 3, stream).unwrap();
    assert_eq!(client(&server).send(&SendMail { body }).await.unwrap_err().status().unwrap(), 307);
    assert_eq!(server.seen().len(), 1);
}
