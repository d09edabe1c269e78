//! The head of a response stands, whatever becomes of its body.

use std::time::Duration;

use graph_endpoint::{Client, ClientBuilder, graph_endpoint};

use crate::support::endpoints::{SendMail, get_user};
use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

#[graph_endpoint(GET, "/me/drive/items/1/content")]
struct GetContent {}

fn builder(server: &Server, time: &VirtualTime) -> ClientBuilder {
    Client::builder().token("t").base_url(&server.url).environment(time.clone())
}

/// An error whose body is announced to be longer than it is.
fn head(status: &str) -> Vec<u8> {
    let body = r#"{"error":{"code":"itemNotFound","message":"Gone"#;
    format!("HTTP/1.1 {status}\r\nRetry-After: 7\r\nrequest-id: r-1\r\ncontent-length: 1000\r\n\r\n{body}")
        .into_bytes()
}

#[tokio::test]
async fn an_error_whose_body_breaks_off_is_that_error() {
    let broken: [fn(Vec<u8>) -> Reply; 2] = [Reply::Cut, Reply::Dribble];
    for (reply, timeout) in broken.into_iter().zip([60, 20]) {
        let server = Server::start(move |_, _| reply(head("404 Not Found"))).await;
        let client = builder(&server, &VirtualTime::new()).timeout(Duration::from_secs(timeout));
        let client = client.build().unwrap();
        let single = client.send(&get_user()).await.unwrap_err();
        let download = client.download(&GetContent {}).bytes().await.unwrap_err();
        for error in [single, download] {
            assert!(error.is_not_found(), "{error}");
            assert_eq!((error.code(), error.request_id()), (Some("itemNotFound"), Some("r-1")));
        }
        assert_eq!(server.seen().len(), 2, "neither is sent again");
    }
}

#[tokio::test]
async fn what_was_refused_is_sent_again_though_the_refusal_is_cut_or_huge() {
    let broken: [fn() -> Reply; 2] = [
        || Reply::Cut(head("429 Too Many Requests")),
        || Reply::new(429, &[("Retry-After", "7")], &"x".repeat(2000)),
    ];
    for reply in broken {
        let server = Server::script(vec![reply, || Reply::status(202)]).await;
        let time = VirtualTime::new();
        let client = builder(&server, &time).max_body_size(1000).build().unwrap();
        client.send(&SendMail::default()).await.unwrap();
        assert_eq!((time.waits(), server.seen().len()), (vec![7000], 2));
    }
}

#[tokio::test]
async fn a_write_that_was_carried_out_says_so_when_its_result_cannot_be_read() {
    let server = Server::start(|_, _| Reply::Cut(head("201 Created"))).await;
    let client = builder(&server, &VirtualTime::new()).build().unwrap();
    let error = client.send(&SendMail::default()).await.unwrap_err();
    assert!(error.is_transport(), "{error}");
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (201, Some("r-1")));
    assert!(error.to_string().ends_with("after 201 Created"), "{error}");
    let small = builder(&server, &VirtualTime::new()).max_body_size(10).build().unwrap();
    let error = small.send(&SendMail::default()).await.unwrap_err();
    assert!(error.is_too_large() && error.status().is_some(), "{error}");
    assert_eq!(server.seen().len(), 2);

    let stalling = Server::start(|_, _| Reply::Raw(head("201 Created"))).await;
    let client = builder(&stalling, &VirtualTime::new()).timeout(Duration::from_secs(3)).build().unwrap();
    let whole = client.send(&SendMail::default()).timeout(Duration::from_secs(2));
    for error in [whole.await.unwrap_err(), client.send(&SendMail::default()).await.unwrap_err()] {
        assert!(error.is_timeout() && error.status().is_some_and(|status| status == 201), "{error}");
        assert!(error.to_string().ends_with("the body of the response, after 201 Created"), "{error}");
    }
}
