//! What one call was told, the others heed; and no more go out at once than they may.

use std::time::Duration;

use futures_util::future::join_all;
use graph_endpoint::{Client, RetryPolicy};

use crate::support::endpoints::{SendMail, get_user};
use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

#[tokio::test]
async fn a_pause_is_shared_by_clones_and_not_by_workloads() {
    let server = Server::start(|seen, index| match index {
        0 => Reply::new(429, &[("Retry-After", "20")], "{}"),
        _ if seen.method == "POST" => Reply::status(202),
        _ => Reply::json(r#"{"id":"u1"}"#),
    })
    .await;
    let time = VirtualTime::new().random(0.5);
    let client = Client::builder().base_url(&server.url).environment(time.clone()).build().unwrap();
    let user = get_user();
    let first = client.send(&user).await;
    assert!(first.is_ok());
    // Told to wait 20 s; half of the spread is added, so that not all come back at once.
    assert_eq!(time.waits(), [20_500]);

    let server = Server::start(|seen, index| match (seen.method.as_str(), index) {
        ("GET", 0) => Reply::new(429, &[("Retry-After", "20")], "{}"),
        ("POST", _) => Reply::status(202),
        _ => Reply::json(r#"{"id":"u1"}"#),
    })
    .await;
    let time = VirtualTime::new();
    let client = Client::builder().base_url(&server.url).environment(time.clone()).build().unwrap();
    let told = tokio::spawn({
        let client = client.clone();
        async move { client.send(&get_user()).await }
    });
    while server.seen().is_empty() || time.waits().is_empty() {
        tokio::task::yield_now().await;
    }
    // Mail is another service than the directory: it goes out at once.
    let before = time.waits().len();
    client.clone().send(&SendMail::default()).await.unwrap();
    assert_eq!(time.waits().len(), before);
    told.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_pause_holds_for_others_when_the_call_that_was_told_is_not_tried_again() {
    let server = Server::script(vec![
        || Reply::new(429, &[("Retry-After", "20")], "{}"),
        || Reply::new(504, &[("Retry-After", "30")], "{}"),
        || Reply::json(r#"{"id":"u1"}"#),
    ])
    .await;
    let time = VirtualTime::new();
    let client = Client::builder()
        .base_url(&server.url)
        .environment(time.clone())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    for waits in [&[][..], &[20_000], &[20_000, 30_000]] {
        let outcome = client.send(&get_user()).await;
        assert_eq!(outcome.is_ok(), waits.len() == 2);
        assert_eq!(time.waits(), waits);
    }
}

#[tokio::test]
async fn a_call_without_the_time_to_wait_says_so_and_sends_nothing() {
    let server = Server::start(|_, _| Reply::new(429, &[("Retry-After", "100")], "{}")).await;
    // The pause outlives the call that was told.
    struct Stopped(VirtualTime);
    impl graph_endpoint::Environment for Stopped {
        fn now(&self) -> std::time::Instant {
            self.0.now()
        }
        fn sleep(&self, _: Duration) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
            Box::pin(std::future::pending())
        }
    }
    let client =
        Client::builder().base_url(&server.url).environment(Stopped(VirtualTime::new())).build().unwrap();
    let told = tokio::spawn({
        let client = client.clone();
        async move { client.send(&get_user()).await }
    });
    while server.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_millis(20)).await;
    let error = client.send(&get_user()).timeout(Duration::from_secs(50)).await.unwrap_err();
    assert!(error.is_throttled(), "{error:?}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(100)));
    assert_eq!(server.seen().len(), 1);
    told.abort();
}

#[tokio::test]
async fn no_more_requests_than_allowed_are_under_way() {
    let server =
        Server::start(|_, _| Reply::After(Duration::from_millis(5), Box::new(Reply::json(r#"{"id":"u1"}"#))))
            .await;
    let client = Client::builder().base_url(&server.url).max_concurrency(3).build().unwrap();
    let calls = (0..30).map(|_| async {
        client.send(&get_user()).await.unwrap();
    });
    join_all(calls).await;
    let connections = server.seen().iter().map(|seen| seen.connection).max().unwrap() + 1;
    assert_eq!(server.seen().len(), 30);
    // One request at a time on each connection of HTTP/1.1.
    assert!(connections <= 3, "{connections}");
}
