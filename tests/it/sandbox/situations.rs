//! What a tester of a service of their own comes to: uploads whose end fails, changes over time, operations, and slips.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::TryStreamExt as _;
use graph_endpoint::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{ExpectedRequest, Reply, Sandbox, SandboxError};
use http::Response;

use super::combined::{CreateUploadSession, ListUsers, User};
use crate::support::wire::{TOKEN, exchange};

#[graph_endpoint(GET, "/users/delta", response = Page<User>)]
struct UserChanges {}

#[graph_endpoint(POST, "/$batch")]
struct Batch {}

#[graph_endpoint(GET, "/users/{id}/manager", response = User)]
struct GetManager {
    id: String,
}

#[graph_type("microsoft.graph.driveItem")]
#[derive(Debug)]
struct DriveItem {
    size: usize,
}

fn client(sandbox: &Sandbox) -> Client {
    Client::builder().token("t").base_url(sandbox.url()).build().unwrap()
}

fn user(id: u32) -> User {
    User { id }
}

/// The end of an upload can fail for a while, and the last slice comes once more.
#[tokio::test]
async fn the_last_slice_of_an_upload_can_be_sent_again() {
    let attempts = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&attempts);
    let sandbox =
        Sandbox::builder()
            .on_upload(move |create: CreateUploadSession, content: Bytes| {
                let attempt = counter.fetch_add(1, Ordering::SeqCst);
                async move {
                    assert_eq!(create.path, "a b");
                    match attempt {
                        0 => Err(SandboxError::new(503, "serviceNotAvailable", "Not now.")
                            .retry_after(Duration::ZERO)),
                        _ => Ok(DriveItem { size: content.len() }),
                    }
                }
            })
            .start()
            .await
            .unwrap();
    let create = CreateUploadSession { path: "a b".to_owned() };
    let content = vec![7; 700_000];
    let uploaded = client(&sandbox).upload(&create, content).slice_size(327_680).await.unwrap();
    assert_eq!(uploaded.item::<DriveItem>().unwrap().size, 700_000);
    assert_eq!(attempts.load(Ordering::SeqCst), 2);

    // What is taken stays taken, and over is over.
    let session =
        exchange(&sandbox, "POST", "/v1.0/me/drive/root:/a%20b:/createUploadSession", TOKEN, "").await;
    let session: serde_json::Value = serde_json::from_str(session.body()).unwrap();
    let url = session["uploadUrl"].as_str().unwrap().strip_prefix("http://h").unwrap().to_owned();
    let put = async |range: &str, body: &str| {
        let head = format!("content-range: bytes {range}\r\n");
        exchange(&sandbox, "PUT", &url, &head, body).await.status().as_u16()
    };
    assert_eq!(put("0-1/4", "ab").await, 202);
    assert_eq!(
        (put("0-1/4", "ab").await, put("1-2/4", "bc").await, put("2-9/4", "cd").await),
        (416, 416, 416)
    );
    assert_eq!(put("2-1/4", "").await, 400);
    attempts.store(0, Ordering::SeqCst);
    assert_eq!(
        (put("2-3/4", "cd").await, put("2-3/4", "cd").await, put("2-3/4", "cd").await),
        (503, 201, 404)
    );
}

#[tokio::test]
async fn changes_come_round_by_round() {
    let rounds = vec![vec![user(1), user(2), user(3)], vec![user(4), user(5), user(6)], vec![]];
    let sandbox = Sandbox::builder().on_changes::<UserChanges, _>(rounds, 2).start().await.unwrap();
    let client = client(&sandbox);
    let mut target = "/v1.0/users/delta?$select=id".to_owned();
    let mut seen = Vec::new();
    for _ in 0..7 {
        let page = exchange(&sandbox, "GET", &target, TOKEN, "").await;
        let page: serde_json::Value = serde_json::from_str(page.body()).unwrap();
        let count = page["value"].as_array().unwrap().len();
        let is_last = page["@odata.deltaLink"].is_string();
        let link = if is_last { &page["@odata.deltaLink"] } else { &page["@odata.nextLink"] };
        target = link.as_str().unwrap().strip_prefix("http://h").unwrap().to_owned();
        assert!(target.contains("$select=id&"), "{target}");
        seen.push((count, is_last));
    }
    assert_eq!(seen, [(2, false), (1, true), (2, false), (1, true), (0, true), (0, true), (0, true)]);
    let first = client.send(&UserChanges {}).await.unwrap();
    assert_eq!(first.value, [user(1), user(2)]);
    for token in ["$deltatoken=9", "$skiptoken=1.9", "$skiptoken=9", "$deltatoken=x", "$skiptoken=1.x"] {
        let target = format!("/v1.0/users/delta?{token}");
        assert_eq!(exchange(&sandbox, "GET", &target, TOKEN, "").await.status(), 400, "{token}");
    }
    let latest = exchange(&sandbox, "GET", "/v1.0/users/delta?$deltatoken=latest", TOKEN, "").await;
    assert!(latest.body().starts_with(r#"{"value":[]"#) || latest.body().contains(r#""value":[]"#));
}

#[tokio::test]
async fn a_page_of_nothing_is_refused() {
    let users = (0..3).map(user).collect();
    let sandbox = Sandbox::builder().on_pages::<ListUsers, _>(users, 2).start().await.unwrap();
    for target in ["/v1.0/users?$top=0", "/v1.0/users?$top=-1", "/v1.0/users?$skip=x"] {
        assert_eq!(exchange(&sandbox, "GET", target, TOKEN, "").await.status(), 400, "{target}");
    }
    let found: Vec<User> = client(&sandbox).items(&ListUsers {}).try_collect().await.unwrap();
    assert_eq!(found.len(), 3);
}

/// A batch as a whole is a request as well.
#[tokio::test]
async fn a_batch_fails_as_a_whole_where_told() {
    let sandbox = Sandbox::builder()
        .on(|_: GetManager| async { user(1) })
        .fail_first::<Batch>(1, SandboxError::throttled(Duration::ZERO))
        .start()
        .await
        .unwrap();
    let get = |id: &str| GetManager { id: id.to_owned() };
    let (one, two) = client(&sandbox).batch((get("1"), get("2"))).await.unwrap();
    assert!(one.is_ok() && two.is_ok());
    let statuses: Vec<u16> =
        sandbox.requests().iter().map(|request| request.response().unwrap().status().as_u16()).collect();
    assert_eq!(statuses, [429, 200]);
    // Methods of a batch have no letter case.
    let body = r#"{"requests":[{"id":"1","method":"get","url":"/users/1/manager"}]}"#;
    let response = exchange(&sandbox, "POST", "/v1.0/$batch", TOKEN, body).await;
    assert!(response.body().contains(r#""status":200"#), "{}", response.body());
}

#[tokio::test]
async fn what_is_not_recorded_can_not_be_expected() {
    let sandbox =
        Sandbox::builder().on(|_: GetManager| async { user(1) }).record(false).start().await.unwrap();
    let get = GetManager { id: "1".to_owned() };
    client(&sandbox).send(&get).await.unwrap();
    let expected = ExpectedRequest::of(&get).unwrap();
    let assertion = AssertUnwindSafe(|| sandbox.assert_requests([expected]));
    let panic = std::panic::catch_unwind(assertion).unwrap_err();
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap();
    assert!(text.contains("record(false)"), "{text}");
}

#[graph_endpoint(GET, "/users/{id}", response = User)]
struct GetUser {
    id: u32,
    #[graph(header = "If-None-Match")]
    known: Option<String>,
}

#[graph_endpoint(PATCH, "/users/{id}", response = User)]
struct UpdateUser {
    id: u32,
    #[graph(header = "If-Match")]
    etag: String,
    display_name: String,
}

/// State and conditions are the handler's, statuses without a body have none, and clients side by side are kept apart.
#[tokio::test]
async fn handlers_hold_state_and_ask_for_conditions() {
    let version = Arc::new(AtomicUsize::new(1));
    let (read, written) = (Arc::clone(&version), version);
    let sandbox = Sandbox::builder()
        .on(move |get: GetUser| {
            let etag = format!("\"{}\"", read.load(Ordering::SeqCst));
            async move {
                let reply = Reply::new(User { id: get.id }).header("ETag", etag.as_str());
                if get.known.as_ref() == Some(&etag) { reply.status(304) } else { reply }
            }
        })
        .on(move |update: UpdateUser| {
            let is_current = update.etag == format!("\"{}\"", written.load(Ordering::SeqCst));
            if is_current {
                written.fetch_add(1, Ordering::SeqCst);
            }
            async move {
                let error = SandboxError::new(412, "PreconditionFailed", "It has changed.");
                is_current.then_some(User { id: update.id }).ok_or(error)
            }
        })
        .on(|_: Batch| async { Response::builder().status(204).body("none").unwrap() })
        .start()
        .await
        .unwrap();
    let unchanged =
        exchange(&sandbox, "GET", "/v1.0/users/1", &format!("{TOKEN}if-none-match: \"1\"\r\n"), "").await;
    assert_eq!((unchanged.status().as_u16(), unchanged.body().as_str()), (304, ""));
    assert_eq!(unchanged.headers()["etag"], "\"1\"");
    let empty = exchange(&sandbox, "POST", "/v1.0/$batch", TOKEN, "").await;
    assert_eq!((empty.status().as_u16(), empty.body().as_str()), (204, ""));

    let client = client(&sandbox);
    let update = |etag: &str| UpdateUser { id: 1, etag: etag.into(), display_name: "a".into() };
    let (one, two) =
        tokio::join!(client.send(&update("\"1\"")), async { client.send(&update("\"1\"")).await });
    let failed = [one, two].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].status().map(|status| status.as_u16()), Some(412));
    let many = (0..20).map(|id| client.send(GetUser { id, known: None }).into_future()).collect::<Vec<_>>();
    let users = futures_util::future::try_join_all(many).await.unwrap();
    assert!(users.iter().enumerate().all(|(at, user)| usize::try_from(user.id) == Ok(at)));
}
