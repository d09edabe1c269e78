//! What is sent again, when, and what never is.

use std::time::Duration;

use bytes::Bytes;
use graph_endpoint::{Body, Client, RetryPolicy};

use crate::support::endpoints::{SendMail, get_user};
use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

fn client(server: &Server, time: &VirtualTime) -> Client {
    Client::builder().token("t").base_url(&server.url).environment(time.clone()).build().unwrap()
}

fn ok() -> Reply {
    Reply::json(r#"{"id":"u1"}"#)
}

fn too_many() -> Reply {
    Reply::new(429, &[("Retry-After", "7")], "{}")
}

fn cut() -> Reply {
    Reply::Cut(Vec::new())
}

fn truncated() -> Reply {
    Reply::Cut(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":".to_vec())
}

#[tokio::test]
async fn throttled_then_down_then_fine() {
    let server = Server::script(vec![
        || Reply::new(429, &[("Retry-After", "2.128")], "{}"),
        // 2026-01-01T00:00:03Z is what the first wait leads to.
        || Reply::new(503, &[("Retry-After", "Thu, 01 Jan 2026 00:00:13 GMT")], ""),
        || Reply::status(504),
        ok,
    ])
    .await;
    let time = VirtualTime::new();
    client(&server, &time).send(&get_user()).await.unwrap();
    assert_eq!(time.waits(), [3000, 10_000, 12_000]);
    let seen = server.seen();
    let attempts: Vec<_> = seen.iter().map(|seen| seen.header("retry-attempt")).collect();
    assert_eq!(attempts, [None, Some("1"), Some("2"), Some("3")]);
    let id = seen[0].header("client-request-id").unwrap();
    assert!(seen.iter().all(|seen| seen.header("client-request-id") == Some(id)));
}

#[tokio::test]
async fn after_a_503_another_connection_is_taken() {
    let server =
        Server::script(vec![ok, || Reply::status(503), || Reply::status(504), ok, || Reply::status(503), ok])
            .await;
    let client = client(&server, &VirtualTime::new());
    for _ in 0..4 {
        client.send(&get_user()).await.unwrap();
    }
    let connections: Vec<_> = server.seen().iter().map(|seen| seen.connection).collect();
    // Only a 503 speaks of the machine behind it, and only its retry stays away from there.
    assert_eq!(connections, [0, 0, 1, 0, 0, 2, 0]);
}

#[tokio::test]
async fn without_retry_after_waits_double_with_some_chance() {
    let server = Server::script(vec![|| Reply::status(503)]).await;
    let time = VirtualTime::new().random(0.5);
    let error = client(&server, &time).send(&get_user()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(time.waits(), [3500, 6500, 12_500]);
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_policy_says_how_often_and_how_long() {
    let server = Server::script(vec![|| Reply::status(503)]).await;
    let time = VirtualTime::new();
    let policy = RetryPolicy::default()
        .max_retries(5)
        .first_delay(Duration::from_millis(500))
        .max_delay(Duration::from_secs(3));
    let client =
        Client::builder().base_url(&server.url).environment(time.clone()).retry(policy).build().unwrap();
    client.send(&get_user()).await.unwrap_err();
    assert_eq!(time.waits(), [500, 1000, 2000, 3000, 3000]);

    let once = Client::builder().base_url(&server.url).retry(RetryPolicy::none()).build().unwrap();
    once.send(&get_user()).await.unwrap_err();
    assert_eq!(server.seen().len(), 7);
}

#[tokio::test]
async fn a_get_is_sent_again_when_the_line_or_the_answer_breaks() {
    let server = Server::script(vec![cut, truncated, || Reply::Cut(b"garbage\r\n\r\n".to_vec()), ok]).await;
    client(&server, &VirtualTime::new()).send(&get_user()).await.unwrap();
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_post_of_unknown_fate_is_sent_again_only_if_the_call_says_so() {
    for reply in [cut as fn() -> Reply, truncated, || Reply::status(504)] {
        let server = Server::script(vec![reply, || Reply::status(202)]).await;
        let client = client(&server, &VirtualTime::new());
        client.send(&SendMail::default()).await.unwrap_err();
        assert_eq!(server.seen().len(), 1);
        let server = Server::script(vec![reply, || Reply::status(202)]).await;
        let client = Client::builder().base_url(&server.url).environment(VirtualTime::new()).build().unwrap();
        client.send(&SendMail::default()).idempotent().await.unwrap();
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_post_that_graph_refused_is_sent_again_with_its_whole_body() {
    let server = Server::script(vec![too_many, || Reply::status(503), || Reply::status(202)]).await;
    let body =
        Body::stream("text/plain", 3, || futures_util::stream::iter([Ok(Bytes::from("abc"))])).unwrap();
    client(&server, &VirtualTime::new()).send(&SendMail { body }).await.unwrap();
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, [b"abc", b"abc", b"abc"]);
}

#[tokio::test]
async fn what_303_says_was_done_is_not_done_again_when_its_result_cannot_be_read() {
    fn see() -> Reply {
        Reply::new(303, &[("Location", "/v1.0/result")], "")
    }
    for trouble in [cut as fn() -> Reply, too_many, || Reply::status(503)] {
        let server = Server::script(vec![see, trouble, see, trouble]).await;
        let time = VirtualTime::new();
        let client = client(&server, &time);
        client.send(&SendMail::default()).await.unwrap_err();
        let methods: Vec<_> = server.seen().into_iter().map(|seen| seen.method).collect();
        assert_eq!(methods, ["POST", "GET"]);
    }
    let server = Server::script(vec![see, too_many, see, || Reply::status(200)]).await;
    client(&server, &VirtualTime::new()).send(&SendMail::default()).idempotent().await.unwrap();
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_body_that_can_be_read_only_once_is_sent_once() {
    let server = Server::script(vec![too_many, || Reply::status(202)]).await;
    let client = client(&server, &VirtualTime::new());
    let stream = futures_util::stream::iter([Ok(Bytes::from("abc"))]);
    let mail = SendMail { body: Body::stream_once("text/plain", 3, stream).unwrap() };
    assert!(client.send(&mail).await.unwrap_err().is_throttled());
    assert_eq!(server.seen().len(), 1);
    let error = client.send(&mail).await.unwrap_err();
    assert!(error.is_build(), "{error:?}");
}

#[tokio::test]
async fn other_statuses_stand() {
    for status in [400, 401, 403, 404, 409, 412, 500, 502] {
        let server = Server::start(move |_, _| Reply::status(status)).await;
        let error = client(&server, &VirtualTime::new()).send(&get_user()).await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(server.seen().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn what_never_arrived_is_sent_again_whatever_it_is() {
    let time = VirtualTime::new();
    let nobody = Client::builder().base_url("http://127.0.0.1:1").environment(time.clone()).build().unwrap();
    assert!(nobody.send(&SendMail::default()).await.unwrap_err().is_connect());
    assert_eq!(time.waits().len(), 3);
}

#[tokio::test]
async fn a_handshake_that_fails_is_not_tried_again() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = tokio::io::AsyncWriteExt::write_all(&mut socket, b"HTTP/1.1 400 Bad\r\n\r\n").await;
            // Until the client hangs up.
            let _ = tokio::io::copy(&mut socket, &mut tokio::io::sink()).await;
        }
    });
    let time = VirtualTime::new();
    let client =
        Client::builder().base_url(format!("https://{address}")).environment(time.clone()).build().unwrap();
    let error = client.send(&get_user()).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert!(error.to_string().contains("TLS"), "{error}");
    assert!(time.waits().is_empty());
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_waited_for() {
    let server = Server::script(vec![|| Reply::new(429, &[("Retry-After", "400")], "{}")]).await;
    let time = VirtualTime::new();
    let client = client(&server, &time);
    let error = client.send(&get_user()).await.unwrap_err();
    assert!(error.is_throttled());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(400)));
    assert_eq!((time.waits().len(), server.seen().len()), (0, 1));

    let server = Server::script(vec![too_many]).await;
    let short = Client::builder().base_url(&server.url).environment(VirtualTime::new()).build().unwrap();
    let error = short.send(&get_user()).timeout(Duration::from_secs(5)).await.unwrap_err();
    assert!(error.is_throttled());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_slow_attempt_is_given_up_and_tried_again() {
    let server = Server::script(vec![|| Reply::Silence(Duration::from_secs(20)), ok]).await;
    let client = Client::builder()
        .base_url(&server.url)
        .timeout(Duration::from_millis(100))
        .environment(VirtualTime::new())
        .build()
        .unwrap();
    client.send(&get_user()).await.unwrap();
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn when_all_goes_wrong_the_budget_ends_the_retries() {
    let server = Server::script(vec![|| Reply::status(503)]).await;
    let client = client(&server, &VirtualTime::new());
    for _ in 0..60 {
        client.send(&get_user()).await.unwrap_err();
    }
    // Without a budget it would be 240.
    let sent = server.seen().len();
    assert!((150..200).contains(&sent), "{sent}");
}

#[tokio::test]
async fn too_much_bandwidth_is_too_much_as_well() {
    let server =
        Server::script(vec![|| Reply::new(509, &[("Retry-After", "7, 9")], ""), || Reply::status(204)]).await;
    let time = VirtualTime::new();
    client(&server, &time).send(&SendMail::default()).await.unwrap();
    assert_eq!(time.waits(), [9000]);
    let server = Server::script(vec![|| Reply::status(509)]).await;
    let client = client(&server, &time);
    let error = client.send(&SendMail::default()).await.unwrap_err();
    assert!(error.is_throttled(), "{error}");
    assert_eq!(server.seen().len(), 4);
    let error = client.batch((get_user(),)).await.unwrap_err();
    assert!(error.is_throttled(), "{error}");
}

#[tokio::test]
async fn what_refuses_a_second_attempt_may_be_the_doing_of_the_first() {
    type Script = fn() -> Reply;
    let script = async |first: Script, then: Script| {
        let server = Server::script(vec![first, then]).await;
        let client = Client::builder().token("t").base_url(&server.url).environment(VirtualTime::new());
        let client = client.build().unwrap();
        let write = client.send(&SendMail::default()).idempotent().await.unwrap_err();
        assert_eq!(server.seen().len(), 2);
        (server, client, write.to_string())
    };
    let gone: Script = || Reply::new(404, &[], r#"{"error":{"code":"itemNotFound"}}"#);
    let lost = "sent again after an attempt of unknown fate: ";
    let unknown: [Script; 2] = [|| Reply::status(504), || Reply::Cut(Vec::new())];
    for first in unknown {
        let (_server, client, error) = script(first, gone).await;
        assert!(error.ends_with(&format!("{lost}404 Not Found, itemNotFound")), "{error}");
        // One that is sent once is not told so.
        let error = client.send(&SendMail::default()).await.unwrap_err();
        assert!(error.is_not_found() && !error.to_string().contains(lost), "{error}");
    }
    let known: [(Script, Script); 2] =
        [(|| Reply::status(503), gone), (|| Reply::status(504), || Reply::status(403))];
    for (first, then) in known {
        let (.., error) = script(first, then).await;
        assert!(!error.contains(lost), "{error}");
    }
    let server = Server::script(vec![|| Reply::status(504), gone]).await;
    let client = Client::builder().token("t").base_url(&server.url).environment(VirtualTime::new());
    let read = client.build().unwrap().send(&get_user()).await.unwrap_err();
    assert!(read.is_not_found() && !read.to_string().contains(lost), "{read}");
}
