//! The server: typed handlers behind a real socket, and Graph's errors for all that isn't as declared.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Reply, Sandbox, SandboxError};
use http::{Method, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::declared::{DeleteUser, Delta, GetBetaUser, GetNote, GetUser, Note, Reset, UpdateNote};
use crate::support::wire::{TOKEN, exchange};

const PATH: &str = "/v1.0/users/1/notes(name='n')";

pub(super) async fn notes() -> Sandbox {
    Sandbox::builder()
        .on(|update: UpdateNote| async move { Note { title: update.title } })
        .on(|get: GetNote| async move {
            match get.id.as_str() {
                "missing" => {
                    Err(SandboxError::new(404, "itemNotFound", "No such note.").inner_code("noteNotFound"))
                }
                id => Ok(Note { title: id.to_owned() }),
            }
        })
        .start()
        .await
        .unwrap()
}

/// The code of a response, after a look at all that Graph's errors have.
fn code(response: &Response<String>) -> String {
    assert_eq!(response.headers()["content-type"], "application/json");
    let body: serde_json::Value = serde_json::from_str(response.body()).unwrap();
    let error = &body["error"];
    assert!(!error["message"].as_str().unwrap().is_empty());
    assert_eq!(error["innerError"]["date"].as_str().unwrap().len(), "2026-01-01T00:00:00".len());
    for id in ["request-id", "client-request-id"] {
        assert_eq!(
            error["innerError"][id].as_str().unwrap(),
            response.headers()[id].to_str().unwrap(),
            "{id}"
        );
    }
    error["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_declared_endpoint_is_answered_with_its_response() {
    let sandbox = notes().await;
    let headers = format!("{TOKEN}content-type: application/json\r\nclient-request-id: mine\r\n");
    let response = exchange(&sandbox, "PATCH", PATH, &headers, r#"{"title":"ä"}"#).await;
    assert_eq!((response.status().as_u16(), response.body().as_str()), (200, r#"{"title":"ä"}"#));
    assert_eq!(response.headers()["client-request-id"], "mine");
    assert_eq!(response.headers()["request-id"].len(), 36);
    assert_ne!(response.headers()["request-id"], "mine");
}

#[tokio::test]
async fn the_client_half_and_the_server_half_meet() {
    let sandbox = notes().await;
    let client = graph_endpoint::Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let note = client.send(&GetNote { id: "a/b 'c' %2e".into(), note: "O'Brien".into() }).await.unwrap();
    assert_eq!(note.title, "a/b 'c' %2e");
    let error = client.send(&GetNote { id: "missing".into(), note: "n".into() }).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
}

#[tokio::test]
async fn without_a_bearer_token_there_is_nothing() {
    let sandbox =
        Sandbox::builder().on(|_: GetNote| async { Note { title: String::new() } }).token("t").start();
    let sandbox = sandbox.await.unwrap();
    for headers in
        ["", "authorization: Bearer \r\n", "authorization: Basic t\r\n", "authorization: Bearer other\r\n"]
    {
        for path in [PATH, "/v1.0/unknown"] {
            let response = exchange(&sandbox, "GET", path, headers, "").await;
            assert_eq!(
                (response.status().as_u16(), code(&response).as_str()),
                (401, "InvalidAuthenticationToken")
            );
            assert_eq!(response.headers()["www-authenticate"], "Bearer");
        }
    }
    assert_eq!(exchange(&sandbox, "GET", PATH, "authorization: bearer t\r\n", "").await.status(), 200);
}

#[tokio::test]
async fn unknown_paths_and_methods_are_told_apart() {
    let sandbox = notes().await;
    for path in
        ["/", "/v1.0", "/beta/users/1/notes(name='n')", "/v1.0/users//notes(name='n')", "/v1.0/users/1/notes"]
    {
        let response = exchange(&sandbox, "GET", path, TOKEN, "").await;
        assert_eq!(
            (response.status().as_u16(), code(&response).as_str()),
            (404, "ResourceNotFound"),
            "{path}"
        );
    }
    let response = exchange(&sandbox, "DELETE", PATH, TOKEN, "").await;
    assert_eq!((response.status().as_u16(), code(&response).as_str()), (405, "MethodNotAllowed"));
    assert_eq!(response.headers()["allow"], "GET, PATCH");
}

#[tokio::test]
async fn another_shape_is_a_bad_request_that_names_it() {
    let sandbox = notes().await;
    for (query, body, expected) in [
        ("?$top=secret", r#"{"title":"t"}"#, "`$top`"),
        ("", r#"{"title":5}"#, "`title`: expected a string"),
        ("", r#"{"title":"#, "body"),
        ("", "", "body"),
    ] {
        let response = exchange(&sandbox, "PATCH", &format!("{PATH}{query}"), TOKEN, body).await;
        assert_eq!((response.status().as_u16(), code(&response).as_str()), (400, "BadRequest"));
        assert!(
            response.body().contains(expected) && !response.body().contains("secret"),
            "{}",
            response.body()
        );
    }
}

#[tokio::test]
async fn a_handler_chooses_status_headers_and_errors() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let sandbox = Sandbox::builder()
        .on(move |_: GetNote| {
            let call = counter.fetch_add(1, Ordering::SeqCst);
            async move {
                match call {
                    0 => Err(SandboxError::throttled(Duration::from_millis(1_200))),
                    _ => Ok(Reply::new(Note { title: "t".into() }).status(201).header("Location", "/x")),
                }
            }
        })
        .on(|update: UpdateNote| async move {
            assert_ne!(update.title, "panic", "a panic of the handler's");
            Response::builder().status(503).header("retry-after", "2.128").body("<html>").unwrap()
        })
        .tolerate_panics()
        .start()
        .await
        .unwrap();

    let response = exchange(&sandbox, "GET", PATH, TOKEN, "").await;
    assert_eq!((response.status().as_u16(), code(&response).as_str()), (429, "TooManyRequests"));
    assert_eq!(response.headers()["retry-after"], "2");
    let response = exchange(&sandbox, "GET", PATH, TOKEN, "").await;
    assert_eq!((response.status().as_u16(), response.headers()["location"].to_str().unwrap()), (201, "/x"));
    assert_eq!(calls.load(Ordering::SeqCst), 2);

    let response = exchange(&sandbox, "PATCH", PATH, TOKEN, r#"{"title":"t"}"#).await;
    assert_eq!((response.status().as_u16(), response.body().as_str()), (503, "<html>"));
    assert_eq!(response.headers()["retry-after"], "2.128");
    let response = exchange(&sandbox, "PATCH", PATH, TOKEN, r#"{"title":"panic"}"#).await;
    assert_eq!((response.status().as_u16(), code(&response).as_str()), (500, "generalException"));
    assert_eq!(exchange(&sandbox, "GET", PATH, TOKEN, "").await.status(), 201);
}

#[tokio::test]
async fn the_handler_added_last_replaces_the_one_before() {
    let note = |title: &str| Note { title: title.to_owned() };
    let sandbox = Sandbox::builder()
        .on(move |_: GetNote| async move { note("first") })
        .on(move |_: GetNote| async move { note("second") })
        .start()
        .await
        .unwrap();
    assert_eq!(exchange(&sandbox, "GET", PATH, TOKEN, "").await.body(), r#"{"title":"second"}"#);
}

#[tokio::test]
async fn what_no_endpoint_declares_can_be_answered_without_a_token() {
    let sandbox = Sandbox::builder()
        .on_with_head(
            |_: GetNote, head| async move { Note { title: head.uri.query().unwrap_or("-").to_owned() } },
        )
        .otherwise(|request| async move {
            (request.uri().path() == "/upload/1").then(|| Response::builder().status(202).body("{}").unwrap())
        })
        .start()
        .await
        .unwrap();
    assert_eq!(exchange(&sandbox, "PUT", "/upload/1", "", "x").await.status(), 202);
    assert_eq!(exchange(&sandbox, "PUT", "/upload/2", "", "x").await.status(), 401);
    assert_eq!(exchange(&sandbox, "PUT", "/upload/2", TOKEN, "x").await.status(), 404);
    assert_eq!(exchange(&sandbox, "GET", PATH, "", "").await.status(), 401);
    let response = exchange(&sandbox, "GET", &format!("{PATH}?$skiptoken=2"), TOKEN, "").await;
    assert_eq!(response.body(), r#"{"title":"$skiptoken=2"}"#);
}

#[tokio::test]
async fn requests_are_kept_and_show_nothing_in_debug() {
    let sandbox = notes().await;
    let target = format!("{PATH}?$top=7");
    exchange(&sandbox, "PATCH", &target, TOKEN, r#"{"title":"hidden"}"#).await;
    exchange(&sandbox, "GET", "/nowhere?q=hidden", "", "").await;

    let requests = sandbox.take_requests();
    let [patch, get] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!((patch.method(), patch.path(), patch.query()), (&Method::PATCH, PATH, Some("$top=7")));
    assert_eq!(patch.header("authorization"), Some("Bearer t"));
    assert_eq!(patch.body(), &Bytes::from_static(br#"{"title":"hidden"}"#));
    let value: UpdateNote = patch.read().unwrap();
    assert_eq!((value.title.as_str(), value.top), ("hidden", Some(7)));
    assert!(get.read::<UpdateNote>().is_err());
    for secret in ["hidden", "Bearer", "$top"] {
        assert!(!format!("{requests:?}{sandbox:?}").contains(secret), "{secret}");
    }
    assert!(sandbox.requests().is_empty());
}

#[tokio::test]
async fn a_client_that_goes_away_harms_nobody() {
    let sandbox = notes().await;
    for part in ["", "PATCH ", "PATCH / HTTP/1.1\r\ncontent-length: 10\r\n\r\n{", "\0\0\0\r\n\r\n"] {
        let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
        stream.write_all(part.as_bytes()).await.unwrap();
        drop(stream);
    }
    assert_eq!(exchange(&sandbox, "GET", PATH, TOKEN, "").await.status(), 200);
}

#[tokio::test]
async fn a_body_without_end_is_refused() {
    let sandbox = notes().await;
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    let head = format!("PATCH {PATH} HTTP/1.1\r\nhost: h\r\n{TOKEN}content-length: 99999999999\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = vec![b' '; 1024 * 1024];
    // The sandbox may close before all is sent.
    for _ in 0..80 {
        if stream.write_all(&chunk).await.is_err() {
            break;
        }
    }
    let mut start = [0; 12];
    if stream.read_exact(&mut start).await.is_ok() {
        assert_eq!(&start, b"HTTP/1.1 413");
    }
    assert_eq!(exchange(&sandbox, "GET", PATH, TOKEN, "").await.status(), 200);
}

/// A sandbox whose handler has begun, and comes to what `work` does; and the connection of its client.
async fn in_flight<F: Future<Output = Note> + Send + 'static>(
    work: impl Fn() -> F + Send + Sync + 'static,
) -> (Sandbox, TcpStream) {
    let (entered, mut handler_entered) = tokio::sync::mpsc::channel(1);
    let work = Arc::new(work);
    let handler = move |_: GetNote| {
        let (entered, work) = (entered.clone(), Arc::clone(&work));
        async move {
            entered.send(()).await.unwrap();
            work().await
        }
    };
    let sandbox = Sandbox::builder().on(handler).start().await.unwrap();
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    stream.write_all(format!("GET {PATH} HTTP/1.1\r\nhost: h\r\n{TOKEN}\r\n").as_bytes()).await.unwrap();
    handler_entered.recv().await.unwrap();
    (sandbox, stream)
}

#[tokio::test]
async fn dropping_it_ends_what_is_in_flight_and_begins_nothing_new() {
    let (sandbox, mut stream) = in_flight(|| async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        Note { title: "done".into() }
    })
    .await;
    let address = sandbox.address();
    sandbox.shutdown().await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    assert!(text.ends_with(r#"{"title":"done"}"#), "{text}");
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_handler_without_end_is_given_up_when_it_is_dropped() {
    let (sandbox, mut stream) = in_flight(std::future::pending::<Note>).await;
    drop(sandbox);
    let mut text = String::new();
    let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_string(&mut text)).await;
    read.expect("it hangs").unwrap();
    assert!(text.starts_with("HTTP/1.1 503 "), "{text}");
}

#[tokio::test]
async fn a_handler_of_an_endpoint_without_a_response_says_ok() {
    let sandbox = Sandbox::builder()
        .on(|reset: Reset| async move {
            if reset.id == 0 {
                return Err(SandboxError::new(409, "conflict", "It is reset."));
            }
            Ok(())
        })
        .on(|_: DeleteUser| async { Ok(()) })
        .start()
        .await
        .unwrap();
    let status = async |method, path| exchange(&sandbox, method, path, TOKEN, "").await.status().as_u16();
    assert_eq!(status("POST", "/v1.0/things/0/reset").await, 409);
    assert_eq!(status("POST", "/v1.0/things/1/reset").await, 204);
    assert_eq!(status("POST", "/v1.0/things/x/reset").await, 400);
    assert_eq!(status("DELETE", "/v1.0/users/1").await, 204);
}

#[tokio::test]
async fn the_most_specific_path_answers() {
    let sandbox = Sandbox::builder()
        .on(|_: Delta| async { "delta".to_owned() })
        .on(|get: GetUser| async move { format!("user {}", get.id) })
        .on(|get: GetBetaUser| async move { format!("beta {}", get.id) })
        .start()
        .await
        .unwrap();
    for (path, expected) in [
        ("/v1.0/users/delta", "delta"),
        ("/v1.0/users/Delta", "user Delta"),
        ("/beta/users/delta", "beta delta"),
    ] {
        let response = exchange(&sandbox, "GET", path, TOKEN, "").await;
        assert_eq!(response.body(), &format!("\"{expected}\""), "{path}");
    }
}

#[test]
fn it_runs_on_a_thread_of_its_own_where_nothing_is_async() {
    use std::io::{Read as _, Write as _};

    let sandbox = Sandbox::builder().on(|get: GetUser| async move { get.id }).start_on_thread().unwrap();
    let mut stream = std::net::TcpStream::connect(sandbox.address()).unwrap();
    let request = format!("GET /v1.0/users/1 HTTP/1.1\r\nhost: h\r\nconnection: close\r\n{TOKEN}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 200 OK") && text.ends_with("\"1\""), "{text}");

    // Once it is dropped the port is closed, if not at that very moment.
    let address = sandbox.address();
    drop(sandbox);
    let closed = |_| {
        std::thread::sleep(Duration::from_millis(10));
        std::net::TcpStream::connect(address).is_err()
    };
    assert!((0..500).any(closed));
}

#[tokio::test]
async fn what_is_only_begun_does_not_hold_up_the_end() {
    let sandbox = notes().await;
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    stream.write_all(b"PATCH ").await.unwrap();
    let before = std::time::Instant::now();
    sandbox.shutdown().await.unwrap();
    assert!(before.elapsed() <= Duration::from_secs(4));
}

/// A program that writes keys in parentheses meets the handler of a declaration that has them as segments, and the other way.
#[tokio::test]
async fn a_key_is_the_same_by_any_spelling() {
    #[graph_endpoint(GET, "/teams/<id>/channels/<channel>", response = String)]
    struct BySegments {
        id: String,
        channel: String,
    }
    #[graph_endpoint(GET, "/chats('<id>')/members(<member>)", response = String)]
    struct InParentheses {
        id: String,
        member: String,
    }
    #[graph_endpoint(GET, "/teams('<id>')/channels(id='<channel>')", response = String)]
    struct TeamInParentheses {
        id: String,
        channel: String,
    }
    #[graph_endpoint(GET, "/chats/<id>/members/<member>", response = String)]
    struct ChatBySegments {
        id: String,
        member: String,
    }
    let sandbox = Sandbox::builder()
        .on(|get: BySegments| async move { format!("{} {}", get.id, get.channel) })
        .on(|get: InParentheses| async move { format!("{} {}", get.id, get.member) })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let team = TeamInParentheses { id: "O'Brien".into(), channel: "a/b".into() };
    assert_eq!(client.send(&team).await.unwrap(), "O'Brien a/b");
    let chat = ChatBySegments { id: "O'Brien".into(), member: "1".into() };
    assert_eq!(client.send(&chat).await.unwrap(), "O'Brien 1");
}
