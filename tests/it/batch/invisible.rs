//! A call that travels with others has the result that it would have had alone, and nothing is done twice.

use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::time::{Duration, Instant};

use graph_endpoint::prelude::*;
use graph_endpoint::{AccessToken, Credential, CredentialFuture, RetryPolicy, TokenRequest};
use serde_json::{Value, json};

use super::{CreateThing, Thing, answered, get, ok};
use crate::support::server::{Reply, Seen, Server};
use crate::support::virtual_time::VirtualTime;

const WINDOW: Duration = Duration::from_millis(30);

/// `batch` answers each item of a batch; alone, everything is answered with its id.
async fn server(batch: impl Fn(&Value) -> Value + Send + Sync + 'static) -> Server {
    Server::start(move |seen, _| match is_batch(seen) {
        true => answered(&requests(seen), &batch),
        false => alone(seen),
    })
    .await
}

fn is_batch(seen: &Seen) -> bool {
    seen.target.ends_with("/$batch")
}

fn requests(seen: &Seen) -> Vec<Value> {
    serde_json::from_slice::<Value>(&seen.body).unwrap()["requests"].as_array().unwrap().clone()
}

fn alone(seen: &Seen) -> Reply {
    let id = match seen.method.as_str() {
        "POST" => return Reply::new(201, &[("content-type", "application/json")], r#"{"id": "alone"}"#),
        _ => seen.target.rsplit('/').next().unwrap(),
    };
    Reply::json(&json!({"id": format!("{id} alone")}).to_string())
}

fn client(server: &Server) -> Client {
    let client = Client::builder().base_url(&server.url).token("t").coalesce(WINDOW);
    client.environment(VirtualTime::new()).build().unwrap()
}

fn create(id: &str) -> CreateThing {
    CreateThing { id: id.into() }
}

/// Two calls at the same time.
async fn both<E: graph_endpoint::Endpoint>(
    client: &Client,
    one: E,
    two: E,
) -> [Result<E::Response, Error>; 2] {
    let (one, two) = tokio::join!(client.send(&one).into_future(), client.send(&two).into_future());
    [one, two]
}

fn count(server: &Server, method: &str, is_in_batch: bool) -> usize {
    server.seen().iter().filter(|seen| is_batch(seen) == is_in_batch && seen.method == method).count()
}

#[tokio::test]
async fn what_was_carried_out_is_followed_and_never_posted_again() {
    let server = server(|item| match item["body"]["id"].as_str() {
        Some("1") => json!({"status": 303, "headers": {"Location": "/v1.0/results/1"}}),
        _ => json!({"status": 201, "body": {"id": "created"}}),
    })
    .await;
    let [one, two] = both(&client(&server), create("1"), create("2")).await.map(Result::unwrap);
    assert_eq!((one.id.as_str(), two.id.as_str()), ("1 alone", "created"));
    let seen = server.seen();
    assert_eq!((seen.len(), seen[1].method.as_str()), (2, "GET"));
    assert_eq!(
        (seen[1].target.as_str(), seen[1].header("authorization")),
        ("/v1.0/results/1", Some("Bearer t"))
    );
    assert!(seen[1].body.is_empty());
}

#[tokio::test]
async fn a_redirect_is_followed_as_a_single_call_does() {
    for status in [301, 302, 307, 308] {
        let server = server(move |item| match item["method"].as_str() {
            Some("POST") if item["body"]["id"] == "1" => {
                json!({"status": status, "headers": {"Location": "/v1.0/moved"}})
            }
            _ => json!({"status": 201, "body": {"id": "created"}}),
        })
        .await;
        let [one, two] = both(&client(&server), create("1"), create("2")).await.map(Result::unwrap);
        assert_eq!((one.id.as_str(), two.id.as_str()), ("alone", "created"));
        let seen = server.seen();
        assert_eq!((seen[1].method.as_str(), seen[1].target.as_str()), ("POST", "/v1.0/moved"), "{status}");
        assert_eq!(seen[1].body, br#"{"id":"1"}"#);
    }
    // Not where a single call wouldn't go.
    let server = server(|_| json!({"status": 302, "headers": {"Location": "ftp://127.0.0.1/x"}})).await;
    for error in both(&client(&server), get("1"), get("2")).await {
        assert!(error.unwrap_err().is_redirect());
    }
}

#[tokio::test]
async fn a_batch_that_is_refused_costs_nobody_anything() {
    for status in [302, 400, 401, 403, 404, 405, 408, 413, 415, 429, 431, 501, 503] {
        let server = Server::start(move |seen, _| match is_batch(seen) {
            true => Reply::new(status, &[], r#"{"error": {"code": "BadRequest"}}"#),
            false => alone(seen),
        })
        .await;
        let client = client(&server);
        let [one, two] = both(&client, get("1"), get("2")).await.map(Result::unwrap);
        assert_eq!((one.id.as_str(), two.id.as_str()), ("1 alone", "2 alone"), "{status}");
        let writes = both(&client, create("1"), create("2")).await;
        assert!(writes.iter().all(Result::is_ok), "{status}");
        assert_eq!((count(&server, "GET", false), count(&server, "POST", false)), (2, 2), "{status}");
    }
}

#[tokio::test]
async fn a_batch_of_unknown_fate_sends_only_reads_again() {
    let replies: [fn() -> Reply; 8] = [
        || Reply::status(500),
        || Reply::status(502),
        || Reply::status(504),
        || Reply::new(200, &[("content-type", "text/html")], "<html>"),
        || Reply::json("{}"),
        || Reply::json(r#"{"responses": []}"#),
        || Reply::Cut(Vec::new()),
        || Reply::Cut(b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{\"responses\": [".to_vec()),
    ];
    for (index, reply) in replies.into_iter().enumerate() {
        let server = Server::start(move |seen, _| if is_batch(seen) { reply() } else { alone(seen) }).await;
        let writes = both(&client(&server), create("1"), create("2")).await;
        assert!(writes.iter().all(Result::is_err), "{index}");
        assert_eq!(count(&server, "POST", false), 0, "{index}");
        let [one, two] = both(&client(&server), get("1"), get("2")).await.map(Result::unwrap);
        assert_eq!((one.id.as_str(), two.id.as_str()), ("1 alone", "2 alone"), "{index}");
    }
    // What is answered stands; who has no response is told so, or goes alone.
    let server = Server::start(|seen, _| match is_batch(seen) {
        true => Reply::json(r#"{"responses": [{"id": "1", "status": 200, "body": {"id": "one"}}]}"#),
        false => alone(seen),
    })
    .await;
    let [one, two] = both(&client(&server), get("1"), get("2")).await.map(Result::unwrap);
    assert_eq!((one.id.as_str(), two.id.as_str()), ("one", "2 alone"));
    let [one, two] = both(&client(&server), create("1"), create("2")).await;
    assert!(one.is_ok() && two.unwrap_err().to_string().contains("unknown"));
    assert_eq!(count(&server, "POST", false), 0);
}

#[tokio::test]
async fn a_service_without_batches_is_remembered_for_a_while() {
    for status in [404, 405, 501, 200] {
        let server = Server::start(move |seen, _| match is_batch(seen) {
            true => Reply::new(status, &[], "<html>"),
            false => alone(seen),
        })
        .await;
        let time = VirtualTime::new();
        let client = Client::builder().base_url(&server.url).token("t").environment(time.clone());
        let client = client.coalesce(WINDOW).build().unwrap();
        for _ in 0..3 {
            assert!(both(&client, get("1"), get("2")).await.iter().all(Result::is_ok));
        }
        assert_eq!((count(&server, "POST", true), count(&server, "GET", false)), (1, 6), "{status}");
        time.pass(Duration::from_secs(3600));
        assert!(both(&client, get("1"), get("2")).await.iter().all(Result::is_ok));
        assert_eq!(count(&server, "POST", true), 2, "{status}");
    }
}

#[tokio::test]
async fn nobody_waits_for_the_retry_of_another() {
    let server = server(|item| match item["url"].as_str() {
        Some("/things/busy") => json!({"status": 429, "headers": {"Retry-After": "30"}}),
        _ => ok(item),
    })
    .await;
    let client = Client::builder().base_url(&server.url).token("t").coalesce(WINDOW).build().unwrap();
    let mut busy = pin!(client.send(&get("busy")).into_future());
    let begin = Instant::now();
    tokio::select! {
        biased;
        _ = busy.as_mut() => panic!("it waits"),
        thing = client.send(&get("idle")).into_future() => assert_eq!(thing.unwrap().id, "idle"),
    }
    assert!(begin.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_retry_goes_alone_and_heeds_the_pause() {
    for (status, retry_after, waited) in
        [(429, Some("7"), 7), (503, Some("7"), 7), (503, None, 3), (504, None, 3)]
    {
        let server = server(move |item| match item["url"].as_str() {
            Some("/things/busy") => json!({"status": status, "headers": {"Retry-After": retry_after}}),
            _ => ok(item),
        })
        .await;
        let time = VirtualTime::new();
        let client = Client::builder().base_url(&server.url).token("t").environment(time.clone());
        let client = client.coalesce(WINDOW).build().unwrap();
        let [busy, idle] = both(&client, get("busy"), get("idle")).await.map(Result::unwrap);
        assert_eq!((busy.id.as_str(), idle.id.as_str()), ("busy alone", "idle"));
        let seen = server.seen();
        assert_eq!((seen.len(), seen[1].header("retry-attempt")), (2, Some("1")), "{status}");
        assert_eq!(time.passed().as_secs(), waited, "{status}");
    }
    // Without retries, what the batch said stands.
    let server = server(|_| json!({"status": 429, "headers": {"Retry-After": "1"}})).await;
    let client = Client::builder().base_url(&server.url).token("t").retry(RetryPolicy::none());
    let client = client.coalesce(WINDOW).build().unwrap();
    for error in both(&client, get("1"), get("2")).await {
        assert!(error.unwrap_err().is_throttled());
    }
    assert_eq!(server.seen().len(), 1);
}

struct Renews(AtomicUsize);

impl Credential for Renews {
    fn token<'a>(&'a self, _: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
        let token = format!("t{}", self.0.fetch_add(1, Ordering::Relaxed));
        Box::pin(async move { AccessToken::new(token) })
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_for_who_was_refused() {
    let server = server(|item| match item["url"].as_str() {
        Some("/things/1") => json!({"status": 401}),
        _ => ok(item),
    })
    .await;
    let client = Client::builder().base_url(&server.url).credential(Renews(AtomicUsize::new(0)));
    let client = client.coalesce(WINDOW).build().unwrap();
    let [one, two] = both(&client, get("1"), get("2")).await.map(Result::unwrap);
    assert_eq!((one.id.as_str(), two.id.as_str()), ("1 alone", "2"));
    let tokens: Vec<_> =
        server.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["Bearer t0", "Bearer t1"]);
}

#[tokio::test]
async fn what_a_batch_has_no_place_for_goes_alone() {
    let server = server(ok).await;
    let window = Duration::from_secs(2);
    let client = Client::builder().base_url(&server.url).token("t").coalesce(window).build().unwrap();
    let (own, cookie, range, impatient) = (get("1"), get("2"), get("3"), get("4"));
    let calls = (
        client.send(&own).header("Authorization", "Bearer own").into_future(),
        client.send(&cookie).header("Cookie", "a=b").into_future(),
        client.send(&range).header("Range", "bytes=0-9").into_future(),
        client.send(&impatient).timeout(window).into_future(),
    );
    let (own, cookie, range, impatient) = tokio::join!(calls.0, calls.1, calls.2, calls.3);
    assert!(own.is_ok() && cookie.is_ok() && range.is_ok() && impatient.is_ok());
    assert_eq!(server.seen().len(), 4);
    assert_eq!(count(&server, "POST", true), 0);
}

#[tokio::test]
async fn whoever_is_dropped_takes_nobody_along() {
    let server = Server::start(|seen, _| match is_batch(seen) {
        true => Reply::After(Duration::from_millis(300), Box::new(answered(&requests(seen), ok))),
        false => alone(seen),
    })
    .await;
    let window = Duration::from_millis(200);
    let client = Client::builder().base_url(&server.url).token("t").coalesce(window).build().unwrap();
    // The first one, whose time comes first, before the group leaves; then the one that sent it, while it is in flight.
    for patience in [window / 4, window + Duration::from_millis(150)] {
        let first = tokio::time::timeout(patience, client.send(&get("first")).into_future());
        let others = async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            both(&client, get("1"), get("2")).await.map(Result::unwrap)
        };
        let (first, [one, two]) = tokio::join!(first, others);
        assert!(first.is_err());
        assert_eq!((one.id.as_str(), two.id.as_str()), ("1", "2"));
    }
    let batches: Vec<_> = server.seen().iter().map(|seen| requests(seen).len()).collect();
    assert_eq!(batches, [2, 3]);
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// What may hang runs in a thread of its own.
fn within<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, outcome) = mpsc::channel();
    let thread = std::thread::spawn(move || drop(done.send(work())));
    match outcome.recv_timeout(Duration::from_secs(20)) {
        Ok(outcome) => outcome,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("it hangs"),
        Err(mpsc::RecvTimeoutError::Disconnected) => std::panic::resume_unwind(thread.join().unwrap_err()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_runtime_that_ends_takes_nobody_elses_calls_along() {
    let server = server(ok).await;
    let client = Client::builder().base_url(&server.url).token("t").coalesce(WINDOW).build().unwrap();
    let things = tokio::task::spawn_blocking(move || {
        within(move || {
            // The first caller's runtime ends before its time has come; a call of its own is polled by another one.
            let first = runtime();
            let mut orphan = Box::pin(client.send(&get("orphan")).into_future());
            first.block_on(async {
                assert!(futures_util::poll!(orphan.as_mut()).is_pending());
                assert!(
                    futures_util::poll!(Box::pin(client.send(&get("dropped")).into_future())).is_pending()
                );
            });
            drop(first);
            runtime().block_on(async {
                let later = both(&client, get("1"), get("2")).await.map(Result::unwrap);
                drop(orphan);
                later
            })
        })
    });
    assert_eq!(things.await.unwrap().map(|thing: Thing| thing.id), ["1", "2"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn runtimes_share_a_client() {
    let server = server(ok).await;
    let client = Client::builder().base_url(&server.url).token("t").coalesce(WINDOW).build().unwrap();
    // Whose connection it is that a call goes over is chance: all runtimes are driven until the last call is done.
    let done = Arc::new(Barrier::new(4));
    let threads: Vec<_> = (0..4)
        .map(|thread| {
            let (client, done) = (client.clone(), done.clone());
            std::thread::spawn(move || {
                let mut runtime = tokio::runtime::Builder::new_multi_thread();
                let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
                let things = runtime.block_on(async {
                    let ids = (0..30).map(|id| format!("{thread}-{id}"));
                    let calls = ids.map(|id| client.send(&get(id)).into_future());
                    futures_util::future::try_join_all(calls).await
                });
                done.wait();
                things.unwrap()
            })
        })
        .collect();
    let done = tokio::task::spawn_blocking(move || {
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    for (thread, things) in done.await.unwrap().into_iter().enumerate() {
        assert!(things.iter().enumerate().all(|(id, thing)| thing.id == format!("{thread}-{id}")));
    }
}
