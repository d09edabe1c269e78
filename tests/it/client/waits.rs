//! Each wait of a call lies within its deadline, and whoever can't wait at all says so.

use std::future::{Future, IntoFuture};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use graph_endpoint::{Client, ClientBuilder, Environment, Error, RetryPolicy, graph_endpoint};

use crate::support::endpoints::{SendMail, get_user};
use crate::support::server::{Reply, Server};

#[graph_endpoint(GET, "/me/drive/items/1/content")]
struct GetContent {}

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().token("t").base_url(&server.url).retry(RetryPolicy::none())
}

/// A drive whose content comes in part, and users.
async fn drive() -> Server {
    Server::start(|seen, _| match seen.target.contains("content") {
        true => Reply::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n0123456789".to_vec()),
        false => Reply::json(r#"{"id":"u1"}"#),
    })
    .await
}

#[tokio::test]
async fn downloads_that_are_set_aside_keep_nobody_waiting() {
    let server = drive().await;
    let client = builder(&server).max_concurrency(1).build().unwrap();
    let mut held = Vec::new();
    for _ in 0..5 {
        let mut stream = client.download(&GetContent {}).into_stream();
        assert_eq!(stream.next().await.unwrap().unwrap(), "0123456789");
        held.push(stream);
    }
    client.send(&get_user()).timeout(Duration::from_secs(5)).await.unwrap();
}

#[tokio::test]
async fn who_waits_for_a_permit_ends_at_its_deadline_and_says_so() {
    let server = Server::start(|_, _| Reply::Silence(Duration::from_secs(60))).await;
    let client = builder(&server).max_concurrency(1).deadline(Duration::from_millis(200)).build().unwrap();
    let calls = (0..3).map(|_| async { client.send(&get_user()).await.unwrap_err() });
    let begin = Instant::now();
    let errors = futures_util::future::join_all(calls).await;
    assert!(begin.elapsed() < Duration::from_secs(5));
    let texts: Vec<_> = errors.iter().map(Error::to_string).collect();
    assert!(errors.iter().all(Error::is_timeout), "{texts:?}");
    assert!(
        texts[0].contains("the client's deadline of 200ms ran out while the call waited for the response")
    );
    assert!(texts[2].contains("the client's deadline of 200ms ran out while the call waited for one of"));
    assert!(texts[2].contains("`max_concurrency` permits"));
    // One that has its turn in the end has it all the same.
    let error = client.send(&get_user()).timeout(Duration::from_millis(30)).await.unwrap_err();
    assert!(error.to_string().contains("the call's timeout of 30ms ran out"), "{error}");
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_names_its_own_limit() {
    let server = Server::start(|seen, _| match seen.method.as_str() {
        "POST" => Reply::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec()),
        _ => Reply::Silence(Duration::from_secs(60)),
    })
    .await;
    let client = builder(&server).timeout(Duration::from_millis(50)).build().unwrap();
    let error = client.send(&get_user()).await.unwrap_err();
    assert!(error.to_string().contains("one attempt of 50ms ran out while the call waited for the response"));
    let error = client.send(&SendMail::default()).await.unwrap_err();
    assert!(error.to_string().contains("waited for the body of the response"), "{error}");
    let drive = drive().await;
    let mut stream = builder(&drive)
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap()
        .download(&GetContent {})
        .resumptions(0)
        .into_stream();
    assert!(stream.next().await.unwrap().is_ok());
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("within 50ms"), "{error}");
}

/// Whoever waits 60 s has waited longer.
struct Oversleeping(crate::support::virtual_time::VirtualTime);

impl Environment for Oversleeping {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0.sleep(duration * 100)
    }
}

#[tokio::test]
async fn a_deadline_that_ran_out_is_not_called_a_pause() {
    let server = Server::start(|_, _| Reply::new(429, &[("Retry-After", "2.4")], "{}")).await;
    let client = builder(&server)
        .retry(RetryPolicy::default())
        .environment(Oversleeping(crate::support::virtual_time::VirtualTime::new()))
        .deadline(Duration::from_secs(60))
        .build()
        .unwrap();
    let error = client.send(&get_user()).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_throttled(), "{error}");
    assert!(error.to_string().contains("the client's deadline of 60s ran out"), "{error}");

    let client = builder(&server).build().unwrap();
    client.send(&get_user()).await.unwrap_err();
    let error = client.send(&get_user()).timeout(Duration::from_millis(700)).await.unwrap_err();
    assert!(error.is_throttled() && !error.is_timeout(), "{error}");
    let text = error.to_string();
    assert!(text.contains("2.") || text.contains("3.0s"), "{text}");
    assert!(text.contains("this call has 700.0ms left") || text.contains("this call has 69"), "{text}");
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

fn runtime(change: impl FnOnce(&mut tokio::runtime::Builder)) -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    change(&mut builder);
    builder.build().unwrap()
}

#[test]
fn a_call_outside_of_tokio_is_an_error_that_says_what_to_do() {
    for client in [
        Client::builder().token("t").base_url("http://127.0.0.1:1").build().unwrap(),
        Client::builder()
            .token("t")
            .base_url("http://127.0.0.1:1")
            .coalesce(Duration::from_millis(1))
            .build()
            .unwrap(),
        Client::new(graph_endpoint::AccessToken::new("t").unwrap()),
    ] {
        for limit in [None, Some(Duration::from_secs(1))] {
            let mut call = client.send(&get_user());
            if let Some(limit) = limit {
                call = call.timeout(limit);
            }
            let Poll::Ready(Err(error)) = poll(pin!(call.into_future())) else { panic!("it waits") };
            assert!(error.is_build() && error.to_string().contains("tokio runtime"), "{error}");
        }
        let mut stream = pin!(client.download(&GetContent {}).into_stream());
        let Poll::Ready(Some(Err(error))) = poll(pin!(stream.next())) else { panic!("it waits") };
        assert!(error.is_build(), "{error}");
    }
}

#[test]
fn a_runtime_without_timers_or_io_is_named() {
    let home = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = home.block_on(drive());
    let bare = [
        (runtime(|_| {}), "enable_time"),
        (runtime(|builder| _ = builder.enable_io()), "enable_time"),
        (runtime(|builder| _ = builder.enable_time()), "enable_io"),
    ];
    for (runtime, missing) in bare {
        let client = builder(&server).build().unwrap();
        let error = runtime.block_on(async { client.send(&get_user()).await }).unwrap_err();
        assert!(error.is_build() && error.to_string().contains(missing), "{error}");
    }
}

#[test]
fn what_is_moved_out_of_its_runtime_fails_and_does_not_panic() {
    let home = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let silent = home.block_on(Server::start(|_, _| Reply::Silence(Duration::from_secs(60))));
    let client = builder(&silent).build().unwrap();
    let mut call = pin!(client.send(&get_user()).into_future());
    let begun = home.block_on(async { poll(call.as_mut()) });
    assert!(begun.is_pending(), "{begun:?}");
    let Poll::Ready(Err(error)) = poll(call) else { panic!("it waits") };
    assert!(error.is_transport() && error.to_string().contains("moved out"), "{error}");

    let server = home.block_on(drive());
    let client = builder(&server).build().unwrap();
    let mut stream = Box::pin(client.download(&GetContent {}).resumptions(0).into_stream());
    assert!(home.block_on(stream.next()).unwrap().is_ok());
    let Poll::Ready(Some(Err(error))) = poll(pin!(stream.next())) else { panic!("it waits") };
    assert!(error.to_string().contains("tokio runtime"), "{error}");
}
