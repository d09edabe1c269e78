//! Where faults, delays and budgets strike: once, whoever answers, and not those who may not ask.

use std::time::{Duration, Instant};

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{RecordedRequest, Reply, Sandbox, SandboxError};
use graph_endpoint::{Bytes, RetryPolicy};
use http::Response;
use serde_json::{Value, json};

use super::combined::{CreateUploadSession, DriveItem, GetUser, ListUsers, User};
use crate::support::wire::{TOKEN, exchange};

#[graph_endpoint(POST, "/$batch")]
struct Batch {}

#[graph_endpoint(GET, "/me/events/{id}", response = User)]
struct GetEvent {
    id: String,
}

fn conflict() -> SandboxError {
    SandboxError::new(409, "Conflict", "Not now.")
}

fn once(sandbox: &Sandbox) -> Client {
    Client::builder().token("t").base_url(sandbox.url()).retry(RetryPolicy::none()).build().unwrap()
}

fn statuses(requests: &[RecordedRequest]) -> Vec<u16> {
    requests.iter().map(|request| request.response().map_or(0, |got| got.status().as_u16())).collect()
}

async fn batch(sandbox: &Sandbox, requests: Value) -> Vec<Value> {
    let head = format!("{TOKEN}content-type: application/json\r\n");
    let body = json!({ "requests": requests }).to_string();
    let response = exchange(sandbox, "POST", "/v1.0/$batch", &head, &body).await;
    let body: Value = serde_json::from_str(response.body()).unwrap();
    let mut items = body["responses"].as_array().cloned().unwrap_or_else(|| panic!("{body}"));
    items.sort_by_key(|item| item["id"].as_str().unwrap().parse::<u32>().unwrap());
    items
}

fn gets(ids: std::ops::Range<u32>) -> Value {
    ids.map(|id| json!({ "id": id.to_string(), "method": "GET", "url": format!("/users/{id}") })).collect()
}

/// Without the token nothing is used up.
#[tokio::test]
async fn those_who_may_not_ask_use_up_no_fault() {
    let sandbox = Sandbox::builder()
        .token("t")
        .on(|get: GetUser| async move { User { id: get.id } })
        .fail_first::<Batch>(1, conflict())
        .fail_first::<GetUser>(1, conflict())
        .rate_limit(3, Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let other = "authorization: Bearer other\r\ncontent-type: application/json\r\n";
    for (method, target) in [("POST", "/v1.0/$batch"), ("GET", "/v1.0/users/1")] {
        assert_eq!(exchange(&sandbox, method, target, other, "{}").await.status(), 401, "{target}");
        assert_eq!(exchange(&sandbox, method, target, TOKEN, "{}").await.status(), 409, "{target}");
    }
    assert_eq!(batch(&sandbox, gets(0..2)).await.len(), 2);
}

/// What `otherwise` answers is an endpoint's as well, where one is declared.
#[tokio::test]
async fn what_otherwise_answers_is_as_slow_and_fails_as_told() {
    let sandbox = Sandbox::builder()
        .otherwise(|request| async move {
            (request.uri().path() == "/v1.0/me/events/1").then(|| Response::new("{\"id\":1}"))
        })
        .latency_of::<GetEvent>(Duration::from_millis(80))
        .fail_first::<GetEvent>(1, conflict())
        .start()
        .await
        .unwrap();
    let client = once(&sandbox);
    let began = Instant::now();
    assert!(client.send(&GetEvent { id: "1".into() }).await.is_err());
    assert_eq!(client.send(&GetEvent { id: "1".into() }).await.unwrap().id, 1);
    assert!(began.elapsed() >= Duration::from_millis(160), "{:?}", began.elapsed());
    // What it leaves is nobody's, and is asked for with a token.
    sandbox.fail_next::<GetEvent>(1, conflict());
    let statuses = async |head: &str| {
        let first = exchange(&sandbox, "GET", "/v1.0/me/events/2", head, "").await.status().as_u16();
        (first, exchange(&sandbox, "GET", "/v1.0/me/events/2", head, "").await.status().as_u16())
    };
    assert_eq!(statuses("").await, (409, 401));
    assert_eq!(statuses(TOKEN).await, (404, 404));
}

#[tokio::test]
async fn a_batch_spends_the_budget_item_by_item() {
    let sandbox = Sandbox::builder()
        .on(|get: GetUser| async move { User { id: get.id } })
        .rate_limit(5, Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let items = batch(&sandbox, gets(0..7)).await;
    let found: Vec<u64> = items.iter().map(|item| item["status"].as_u64().unwrap()).collect();
    assert_eq!(found, [200, 200, 200, 200, 200, 429, 429]);
    let left: Vec<Option<&str>> =
        items.iter().map(|item| item["headers"]["Ratelimit-Remaining"].as_str()).collect();
    assert_eq!(left, [None, None, None, Some("1"), Some("0"), Some("0"), Some("0")]);
    assert!(
        items[6]["headers"]["Retry-After"].as_str().is_some_and(|wait| wait.parse::<u64>().unwrap() > 3000)
    );
    assert_eq!(items[6]["body"]["error"]["code"], "TooManyRequests");
}

#[tokio::test]
async fn a_panic_in_a_batch_is_one_items() {
    let sandbox = Sandbox::builder()
        .on(|get: GetUser| async move {
            assert!(get.id != 1, "the first one");
            User { id: get.id }
        })
        .tolerate_panics()
        .start()
        .await
        .unwrap();
    let items = batch(&sandbox, gets(0..3)).await;
    let found: Vec<u64> = items.iter().map(|item| item["status"].as_u64().unwrap()).collect();
    assert_eq!(found, [200, 500, 200]);
}

#[tokio::test]
async fn odd_batches_are_answered_as_graph_does() {
    let sandbox =
        Sandbox::builder().on(|get: GetUser| async move { User { id: get.id } }).start().await.unwrap();
    for (item, status) in [
        (json!({ "id": "1", "method": "GET", "url": "users/1" }), 200),
        (json!({ "id": "1", "method": "get", "url": "/users/1" }), 200),
        (json!({ "id": "1", "method": "GET", "url": "/users/1?$select=id" }), 200),
        (json!({ "id": "1", "method": "GET", "url": "/users/1", "body": null, "headers": null }), 200),
        (json!({ "id": "1", "method": "GET", "url": "/v1.0/users/1" }), 404),
        (json!({ "id": "1", "method": "GET", "url": "" }), 404),
        (json!({ "id": "1", "method": "POST", "url": "/users/1", "body": {} }), 400),
        (json!({ "id": "1", "method": "DELETE", "url": "/users/1" }), 405),
    ] {
        let found = batch(&sandbox, json!([item])).await;
        assert_eq!(found[0]["status"], status, "{item}");
    }
    let head = format!("{TOKEN}content-type: application/json\r\n");
    for body in [
        json!({ "requests": [{ "id": 1, "method": "GET", "url": "/users/1" }] }),
        json!({ "requests": [{ "id": "1", "method": "GET", "url": "/users/1", "dependsOn": ["9"] }] }),
        json!({ "requests": gets(0..21) }),
        json!([]),
    ] {
        let refused = exchange(&sandbox, "POST", "/v1.0/$batch", &head, &body.to_string()).await;
        assert_eq!(refused.status(), 400, "{body}");
    }
}

/// Odd errors of a service, as a client meets them.
#[tokio::test]
async fn odd_faults_come_as_they_were_made() {
    let sandbox = Sandbox::builder()
        .on(|get: GetUser| async move { User { id: get.id } })
        .fail_first::<GetUser>(0, conflict())
        .fail_first::<GetUser>(1, SandboxError::new(200, "UnknownError", "All is well."))
        .fail_first::<GetUser>(
            1,
            SandboxError::new(503, "", "").header("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT"),
        )
        .fail_first::<GetUser>(1, SandboxError::new(403, "Forbidden", "No.").inner_code("accessDenied"))
        .fail_first::<GetUser>(1, SandboxError::new(404, "a", "b").header("content-type", "text/html"))
        .start()
        .await
        .unwrap();
    let client = once(&sandbox);
    let mut errors = Vec::new();
    while let Err(error) = client.send(&GetUser { id: 1 }).await {
        errors.push((error.status().map_or(0, |status| status.as_u16()), error.code().map(str::to_owned)));
    }
    let code = |text: &str| Some(text.to_owned());
    assert_eq!(errors[0], (200, code("UnknownError")));
    assert_eq!(errors[1].0, 503);
    assert_eq!(errors[2], (403, code("Forbidden")));
    assert_eq!(errors[3].0, 404);
    assert_eq!(errors.len(), 4);
}

/// Transfers aren't counted, and sessions of two sandboxes are strangers.
#[tokio::test]
async fn transfers_stand_beside_budgets_and_other_sandboxes() {
    let start = async || {
        Sandbox::builder()
            .on_upload(|_: CreateUploadSession, content: Bytes| async move {
                Ok(DriveItem { size: content.len() })
            })
            .rate_limit(1, Duration::from_secs(3600))
            .start()
            .await
            .unwrap()
    };
    let (one, two) = (start().await, start().await);
    let create = CreateUploadSession { path: "a".into() };
    let uploaded = once(&one).upload(&create, vec![1; 1_000_000]).slice_size(327_680).await.unwrap();
    assert_eq!(uploaded.item::<DriveItem>().unwrap().size, 1_000_000);
    let session = one.requests()[1].path().to_owned();
    assert_eq!(exchange(&two, "GET", &session, TOKEN, "").await.status(), 404);
    assert_eq!(exchange(&one, "GET", &session, "", "").await.status(), 404);
    assert_eq!(two.requests().len(), 1);
    let again = once(&one).upload(&create, vec![1; 10]).await.unwrap_err();
    assert!(again.is_throttled());
}

/// A list whose pages fail each once is whole, and a page that is too late is a timeout which goes on.
#[tokio::test]
async fn each_page_fails_once_and_the_list_is_whole() {
    let sandbox = Sandbox::builder()
        .on_pages::<ListUsers, _>((0..6).map(|id| User { id }).collect(), 2)
        .fail_after::<ListUsers>(0, 1, SandboxError::throttled(Duration::ZERO))
        .fail_after::<ListUsers>(1, 1, SandboxError::throttled(Duration::ZERO))
        .fail_after::<ListUsers>(2, 1, SandboxError::throttled(Duration::ZERO))
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let users: Vec<User> = client.items(&ListUsers {}).try_collect().await.unwrap();
    assert_eq!(users.iter().map(|user| user.id).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    assert_eq!(statuses(&sandbox.requests()), [429, 200, 429, 200, 429, 200]);
}

/// A sandbox that is gone is a connection that can't be made.
#[tokio::test]
async fn one_that_is_gone_is_no_connection() {
    let sandbox = Sandbox::builder()
        .on(|get: GetUser| async move { Reply::new(User { id: get.id }).header("x-a", "b") })
        .record(false)
        .start()
        .await
        .unwrap();
    let client = once(&sandbox);
    assert_eq!(client.send(&GetUser { id: 1 }).await.unwrap().id, 1);
    assert!(sandbox.requests().is_empty());
    sandbox.shutdown().await.unwrap();
    assert!(client.send(&GetUser { id: 1 }).await.unwrap_err().is_connect());
}
