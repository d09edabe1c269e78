//! The blocking client, in threads without async code and in one with it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::{OperationState, RetryPolicy, UploadSession, blocking};

use crate::support::endpoints::get_user;
use crate::support::server::{Reply, Server};

fn server() -> (tokio::runtime::Runtime, Server) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(Server::start(|seen, _| match seen.header("fail") {
        Some(_) => Reply::status(404),
        None => Reply::new(200, &[("request-id", "r-1")], r#"{"id":"u1"}"#),
    }));
    (runtime, server)
}

#[test]
fn the_same_calls_are_waited_for() {
    let (_runtime, server) = server();
    let client = Client::builder().token("t").base_url(&server.url).build_blocking().unwrap();
    assert_eq!(client.send(&get_user()).unwrap().id, "u1");
    let response = client.call(&get_user()).client_request_id("mine").response().unwrap();
    assert_eq!(response.request_id(), Some("r-1"));
    let error = client.call(&get_user()).header("fail", "1").send().unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(server.seen()[1].header("client-request-id"), Some("mine"));
    // One connection serves all: it is driven between the calls, too.
    assert!(server.seen().iter().all(|seen| seen.connection == 0));
}

#[test]
fn clones_work_in_many_threads_and_in_async_code() {
    let (runtime, server) = server();
    let client = Client::builder().base_url(&server.url).build_blocking().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.clone().send(&get_user()).unwrap());
        }
    });
    let inside = client.clone();
    let user = runtime.block_on(async move { inside.send(&get_user()) });
    assert_eq!(user.unwrap().id, "u1");
    assert_eq!(server.seen().len(), 9);
}

#[test]
fn whatever_the_async_client_does_can_be_waited_for() {
    let (_runtime, server) = server();
    let client = Client::builder().base_url(&server.url).retry(RetryPolicy::none()).build_blocking().unwrap();
    let inner = client.as_async().clone();
    let both = client.wait(async move {
        Ok::<_, Error>((inner.send(&get_user()).await?, inner.send(&get_user()).await?))
    });
    assert_eq!(both.unwrap().1.id, "u1");
    let items: Vec<_> = client.iter(futures_util::stream::iter([1, 2, 3])).collect();
    assert_eq!(items, [1, 2, 3]);
}

#[graph_type("microsoft.graph.thing")]
#[derive(Clone, Debug, PartialEq)]
struct Thing {
    id: String,
}

#[graph_endpoint(GET, "/things", response = Page<Thing>)]
struct ListThings;

#[graph_endpoint(GET, "/things/delta", response = Page<Thing>)]
struct ThingChanges;

#[graph_endpoint(GET, "/things/<id>/content", response = Bytes)]
struct GetContent {
    id: String,
}

#[graph_endpoint(POST, "/things/<id>/createUploadSession", response = UploadSession)]
struct CreateSession {
    id: String,
}

/// Lists of two pages, batches, uploads and downloads.
fn service() -> (tokio::runtime::Runtime, Server, blocking::Client) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(Server::start(|seen, _| {
        let base = format!("http://{}", seen.header("host").unwrap());
        let path = seen.target.split('?').next().unwrap();
        match (seen.method.as_str(), path) {
            ("GET", "/v1.0/things") if seen.target.contains("page=2") => {
                Reply::json(r#"{"value": [{"id": "3"}]}"#)
            }
            ("GET", "/v1.0/things") => Reply::json(&format!(
                r#"{{"@odata.nextLink": "{base}/v1.0/things?page=2", "value": [{{"id": "1"}}, {{"id": "2"}}]}}"#
            )),
            ("GET", "/v1.0/things/delta") => Reply::json(&format!(
                r#"{{"@odata.deltaLink": "{base}/v1.0/things/delta?$deltatoken=t", "value": [{{"id": "1"}}]}}"#
            )),
            ("POST", "/v1.0/$batch") => Reply::json(
                r#"{"responses": [{"id": "1", "status": 200, "body": {"id": "u1"}}, {"id": "2", "status": 404}]}"#,
            ),
            ("POST", _) => Reply::json(&format!(
                r#"{{"uploadUrl": "{base}/up", "expirationDateTime": "2099-01-01T00:00:00Z"}}"#
            )),
            ("PUT", _) => Reply::new(201, &[], r#"{"id": "9"}"#),
            ("DELETE", _) => Reply::status(204),
            (_, "/v1.0/things/1/content") => Reply::new(200, &[("etag", "\"1\"")], "content"),
            _ => Reply::json(r#"{"id": "u1"}"#),
        }
    }));
    let client = Client::builder().token("t").base_url(&server.url).build_blocking().unwrap();
    (runtime, server, client)
}

/// What may hang runs in a thread of its own.
fn within<T: Send + 'static>(time: Duration, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, outcome) = mpsc::channel();
    let thread = std::thread::spawn(move || drop(done.send(work())));
    match outcome.recv_timeout(time) {
        Ok(outcome) => outcome,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("it hangs"),
        Err(mpsc::RecvTimeoutError::Disconnected) => std::panic::resume_unwind(thread.join().unwrap_err()),
    }
}

const SOON: Duration = Duration::from_secs(20);

#[test]
fn it_has_what_the_async_client_has() {
    let (_runtime, server, client) = service();
    let ids: Vec<String> = client.items(&ListThings).map(|thing| thing.unwrap().id).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let mut pages = client.pages(&ListThings);
    assert_eq!(pages.next().unwrap().unwrap().value.len(), 2);
    let link = pages.stream().unwrap().next_link().unwrap().to_owned();
    assert_eq!(client.pages_from(&ListThings, &link).count(), 1);
    let mut changes = client.delta(&ThingChanges);
    assert_eq!(changes.by_ref().count(), 1);
    let token = changes.stream().unwrap().token().unwrap().clone();
    assert_eq!(client.delta_from(&ThingChanges, &token).count(), 1);
    let user = get_user();
    let (user, missing) = client.batch((&user, &user)).unwrap();
    assert!(user.is_ok() && missing.unwrap_err().is_not_found());
    assert_eq!(client.batch_all([get_user(), get_user()]).count(), 2);
    let mut batch = client.new_batch();
    let item = batch.add(&get_user());
    assert_eq!(client.wait(batch.send()).unwrap().take(item).unwrap().id, "u1");
    let uploaded =
        client.wait(client.upload(&CreateSession { id: "1".into() }, b"content".to_vec())).unwrap();
    assert_eq!(uploaded.status(), 201);
    let session = client.send(&CreateSession { id: "1".into() }).unwrap();
    client.cancel_upload(&session).unwrap();
    let pieces = client.iter(client.download(&GetContent { id: "1".into() }).into_stream());
    let pieces: Vec<Bytes> = pieces.map(Result::unwrap).collect();
    assert_eq!(pieces.concat(), b"content");
    let whole = client.wait(client.download(&GetContent { id: "1".into() }).bytes()).unwrap();
    assert_eq!(whole, "content");
    let mut operation = client.resume_operation(format!("{}/v1.0/monitor", server.url));
    let state = client.poll_operation(&mut operation).unwrap();
    assert!(matches!(state, OperationState::Done(_)), "{state:?}");
    assert!(client.wait(operation.wait()).unwrap().status().text().is_none());
}

#[test]
fn a_download_goes_into_a_writer_of_std() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is full"))
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let (_runtime, _server, client) = service();
    let content = |id: &str| client.download(GetContent { id: id.to_owned() });
    let mut written = Vec::new();
    let done = client.write_download(content("1"), &mut written).unwrap();
    assert_eq!((written.as_slice(), done.length()), (b"content".as_slice(), 7));
    assert_eq!(done.version().etag.as_deref(), Some("\"1\""));
    let writer: &mut dyn std::io::Write = &mut written;
    assert_eq!(client.write_download(content("1").range(1..3), writer).unwrap().length(), 2);
    assert_eq!(written, b"contenton");
    let error = client.write_download(content("1"), &mut Full).unwrap_err();
    assert!(error.is_io() && error.to_string().starts_with("GET /things/<id>/content: "), "{error}");
    assert!(client.write_download(content(".."), &mut Full).unwrap_err().is_build());
}

/// The last byte never comes.
#[test]
fn a_download_has_its_timeout() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(Server::start(|_, _| {
        let head = "HTTP/1.1 200 OK\r\netag: \"1\"\r\ncontent-length: 8\r\n\r\ncontent";
        Reply::Raw(head.into())
    }));
    let client = Client::builder().token("t").base_url(&server.url).build_blocking().unwrap();
    within(SOON, move || {
        let download = || {
            let content = client.download(GetContent { id: "1".into() });
            content.timeout(Duration::from_millis(200))
        };
        let mut written = Vec::new();
        let errors = [
            client.write_download(download(), &mut written).unwrap_err(),
            client.wait(download().bytes()).unwrap_err(),
            client.iter(download().into_stream()).last().unwrap().unwrap_err(),
        ];
        assert_eq!(written, b"content");
        for error in errors {
            assert!(error.is_timeout() && error.to_string().contains("timeout of 200ms"), "{error}");
        }
    });
}

#[test]
fn a_callback_may_use_the_client_itself() {
    let (_runtime, _server, client) = service();
    let calls = Arc::new(AtomicUsize::new(0));
    let (counted, inside) = (calls.clone(), client.clone());
    within(SOON, move || {
        let deeper = inside.clone();
        let upload = client.upload(&CreateSession { id: "1".into() }, b"content".to_vec());
        let upload = upload.on_progress(move |_| {
            assert_eq!(inside.send(&get_user()).unwrap().id, "u1");
            // And so may a callback within that.
            let content = inside.download(&GetContent { id: "1".into() });
            let (deepest, counted) = (deeper.clone(), counted.clone());
            let content = content.on_progress(move |_| {
                assert_eq!(deepest.items(&ListThings).count(), 3);
                counted.fetch_add(1, Ordering::Relaxed);
            });
            assert_eq!(inside.iter(content.into_stream()).count(), 1);
        });
        client.wait(upload).unwrap();
    });
    assert!(calls.load(Ordering::Relaxed) > 0);
}

#[test]
fn a_panic_is_no_end_of_a_list() {
    let (_runtime, _server, client) = service();
    let mut left = 2;
    let stream = futures_util::stream::poll_fn(move |_| {
        left -= 1;
        if left == 0 { panic!("the stream's own") } else { Poll::Ready(Some(left)) }
    });
    let outcome = within(SOON, {
        let client = client.clone();
        move || {
            let mut list = client.iter(stream);
            assert_eq!(list.next(), Some(1));
            std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| list.next()))
        }
    });
    assert_eq!(outcome.unwrap_err().downcast_ref::<&str>(), Some(&"the stream's own"));

    // In a callback, too; and the client goes on.
    let upload = client.upload(&CreateSession { id: "1".into() }, b"content".to_vec());
    let upload = upload.on_progress(|_| panic!("the callback's own"));
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| client.wait(upload)));
    assert_eq!(outcome.unwrap_err().downcast_ref::<&str>(), Some(&"the callback's own"));
    assert_eq!(client.send(&get_user()).unwrap().id, "u1");
}

#[test]
fn the_last_clone_and_a_list_midway_can_be_dropped_anywhere() {
    let (runtime, _server, client) = service();
    let mut list = client.items(&ListThings);
    assert!(list.next().unwrap().is_ok());
    let single = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let kept = client.clone();
    single.block_on(async move {
        drop(list);
        assert_eq!(client.send(&get_user()).unwrap().id, "u1");
        drop(client);
    });
    // By a callback of its own, as the last one.
    within(SOON, move || {
        let (upload, waits) =
            (kept.upload(&CreateSession { id: "1".into() }, b"content".to_vec()), kept.clone());
        let mut kept = Some(kept);
        waits.wait(upload.on_progress(move |_| drop(kept.take()))).unwrap();
    });
    drop(runtime);
}
