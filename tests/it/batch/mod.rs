//! Requests that travel together: typed against the sandbox, and against a server that responses as oddly as Graph may.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Sandbox, SandboxError};
use graph_endpoint::{Body, RetryPolicy};
use serde_json::{Value, json};

use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

mod coalesce;
mod invisible;
mod tolerant;

#[graph_type("microsoft.graph.thing")]
#[derive(Clone, Debug, PartialEq)]
struct Thing {
    id: String,
}

#[graph_endpoint(GET, "/things/<id>", response = Thing)]
#[derive(Clone)]
struct GetThing {
    id: String,
}

#[graph_endpoint(POST, "/things", response = Thing)]
struct CreateThing {
    id: String,
}

#[graph_endpoint(DELETE, "/things/<id>")]
struct DeleteThing {
    id: String,
}

#[graph_endpoint(GET, "/things/<id>/photo/$value", response = Bytes)]
struct GetPhoto {
    id: String,
}

#[graph_endpoint(PUT, "/things/<id>/photo/$value")]
struct PutPhoto {
    id: String,
    #[graph(body, content_type = "image/png")]
    photo: Vec<u8>,
}

#[graph_endpoint(GET, "/things/<id>", version = "beta", response = Thing)]
struct GetBetaThing {
    id: String,
}

#[graph_endpoint(PUT, "/things/<id>/content")]
struct PutContent {
    id: String,
    #[graph(body)]
    content: Body,
}

fn get(id: impl Into<String>) -> GetThing {
    GetThing { id: id.into() }
}

/// A server whose items are answered by `response`, which gets the item and how often it came before; what it gives
/// with `null` is left out.
async fn server(response: impl Fn(&Value, usize) -> Value + Send + Sync + 'static) -> Server {
    let times = Mutex::new(std::collections::HashMap::<String, usize>::new());
    Server::start(move |seen, _| {
        let batch: Value = serde_json::from_slice(&seen.body).unwrap();
        let mut responses: Vec<Value> = Vec::new();
        for item in batch["requests"].as_array().unwrap() {
            let key = format!("{} {}", item["method"], item["url"]);
            let before = {
                let mut times = times.lock().unwrap();
                let count = times.entry(key).or_default();
                *count += 1;
                *count - 1
            };
            let mut response = response(item, before);
            if !response.is_null() {
                response["id"] = item["id"].clone();
                responses.insert(0, response);
            }
        }
        Reply::json(&json!({ "responses": responses }).to_string())
    })
    .await
}

/// The response to a batch, each item's by `response`.
fn answered(items: &[Value], response: impl Fn(&Value) -> Value) -> Reply {
    let responses: Vec<Value> = items
        .iter()
        .map(|item| {
            let mut response = response(item);
            response["id"] = item["id"].clone();
            response
        })
        .collect();
    Reply::json(&json!({ "responses": responses }).to_string())
}

fn ok(item: &Value) -> Value {
    let id = item["url"].as_str().unwrap().split('/').nth(2).unwrap_or_default();
    json!({"status": 200, "headers": {"Content-Type": "application/json"}, "body": {"id": id}})
}

fn client(server: &Server, time: &VirtualTime) -> Client {
    let client = Client::builder().base_url(&server.url).token("t").environment(time.clone());
    client.retry(RetryPolicy::default().first_delay(Duration::from_secs(3))).build().unwrap()
}

fn items(server: &Server) -> Vec<Vec<Value>> {
    let batch = |seen: &crate::support::server::Seen| {
        let batch: Value = serde_json::from_slice(&seen.body).unwrap();
        batch["requests"].as_array().unwrap().clone()
    };
    server.seen().iter().map(batch).collect()
}

#[tokio::test]
async fn each_result_has_the_type_of_its_request() {
    let photo = Arc::new(Mutex::new(Vec::new()));
    let (put, taken) = (photo.clone(), photo.clone());
    let sandbox = Sandbox::builder()
        .on(|get: GetThing| async move { Ok(Thing { id: get.id }) })
        .on(|_: DeleteThing| async { Err::<(), _>(SandboxError::new(404, "itemNotFound", "gone")) })
        .on(move |request: PutPhoto| {
            *put.lock().unwrap() = request.photo;
            async { Ok(()) }
        })
        .on(move |_: GetPhoto| {
            let photo = Bytes::from(taken.lock().unwrap().clone());
            async { Ok(photo) }
        })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let id = || "a+b/ü%'".to_owned();
    let put = PutPhoto { id: id(), photo: vec![0, 159, 255] };
    let (thing, deleted, put) = client.batch((get(id()), DeleteThing { id: id() }, put)).await.unwrap();
    assert_eq!(thing.unwrap().id, id());
    let error = deleted.unwrap_err();
    assert_eq!((error.is_not_found(), error.code()), (true, Some("itemNotFound")));
    put.unwrap();
    let (photo,) = client.batch((GetPhoto { id: id() },)).await.unwrap();
    assert_eq!(photo.unwrap().as_ref(), [0, 159, 255]);
}

#[tokio::test]
async fn what_goes_over_the_wire() {
    let server = server(|item, _| match item["method"].as_str() {
        Some("DELETE") => json!({"status": 204, "body": null}),
        Some("PUT") => json!({"status": 200, "headers": null}),
        _ => ok(item),
    })
    .await;
    let requests = (
        get("a'b c"),
        CreateThing { id: "1".into() },
        DeleteThing { id: "2".into() },
        PutPhoto { id: "3".into(), photo: vec![1] },
    );
    let (got, created, deleted, put) = client(&server, &VirtualTime::new()).batch(requests).await.unwrap();
    assert_eq!(got.unwrap().id, "a%27b%20c");
    assert!(created.is_ok());
    deleted.unwrap();
    put.unwrap();
    let seen = server.seen();
    assert_eq!((seen.len(), seen[0].method.as_str(), seen[0].target.as_str()), (1, "POST", "/v1.0/$batch"));
    assert_eq!(seen[0].header("authorization"), Some("Bearer t"));
    assert_eq!(
        Value::from(items(&server).remove(0)),
        json!([
            {"id": "1", "method": "GET", "url": "/things/a%27b%20c"},
            {"id": "2", "method": "POST", "url": "/things", "headers": {"content-type": "application/json"}, "body": {"id": "1"}},
            {"id": "3", "method": "DELETE", "url": "/things/2"},
            {"id": "4", "method": "PUT", "url": "/things/3/photo/$value", "headers": {"content-type": "image/png"}, "body": "AQ=="},
        ])
    );
}

#[tokio::test]
async fn only_what_was_throttled_is_sent_again_after_the_longest_wait() {
    let server = server(|item, before| match (item["url"].as_str().unwrap(), before) {
        ("/things/1", 0) => json!({"status": 429, "headers": {"Retry-After": "2"}}),
        ("/things/2", 0) => json!({"status": 503, "headers": {"retry-after": 7}, "body": {"error": null}}),
        ("/things/2", 1) => json!({"status": 429, "headers": {"Retry-After": "0.2"}}),
        ("/things", 0) => json!({"status": 504, "headers": {"Retry-After": "90"}}),
        _ => ok(item),
    })
    .await;
    let time = VirtualTime::new();
    let create = CreateThing { id: "9".into() };
    let requests = (get("0"), get("1"), get("2"), create);
    let (zero, one, two, created) = client(&server, &time).batch(requests).await.unwrap();
    assert_eq!([zero, one, two].map(|thing| thing.unwrap().id), ["0", "1", "2"]);
    // Nobody knows whether it was done, so it isn't done again.
    assert_eq!(created.unwrap_err().status().unwrap(), 504);
    let ids: Vec<Vec<String>> = items(&server)
        .iter()
        .map(|batch| batch.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect())
        .collect();
    assert_eq!(ids, [vec!["1", "2", "3", "4"], vec!["2", "3"], vec!["3"]]);
    let attempts: Vec<_> =
        server.seen().iter().map(|seen| seen.header("retry-attempt").map(str::to_owned)).collect();
    assert_eq!(attempts, [None, Some("1".to_owned()), Some("2".to_owned())]);
    assert_eq!(time.passed(), Duration::from_secs(7 + 1));
}

#[tokio::test]
async fn throttled_without_end_is_an_error_in_the_end_and_for_all_calls() {
    let server = server(
        |_, _| json!({"status": 429, "headers": {"Retry-After": "10"}, "body": {"error": {"code": "quota"}}}),
    )
    .await;
    let time = VirtualTime::new();
    let client = client(&server, &time);
    let (thing,) = client.batch((get("1"),)).await.unwrap();
    let error = thing.unwrap_err();
    assert_eq!((error.is_throttled(), error.code()), (true, Some("quota")));
    assert_eq!(server.seen().len(), 4);
    // A single call to the same workload heeds the last Retry-After.
    let passed = time.passed();
    let _ = client.send(&get("1")).await;
    assert!(time.passed() - passed >= Duration::from_secs(10));
}

#[tokio::test]
async fn dependents_wait_for_their_parent_and_are_sent_again_with_it() {
    let server = server(|item, before| match (item["url"].as_str().unwrap(), before) {
        ("/things", 0) => json!({"status": 429, "headers": {"Retry-After": "1"}}),
        ("/things/1", 0) => json!({"status": 424}),
        ("/things/2", 0) => json!({"status": 424}),
        ("/things/3", _) => json!({"status": 424, "body": {"error": {"code": "failedDependency"}}}),
        _ => ok(item),
    })
    .await;
    let client = client(&server, &VirtualTime::new());
    let mut batch = client.new_batch();
    let created = batch.add(&CreateThing { id: "1".into() });
    let first = batch.add_after(&created, &get("1"));
    let second = batch.add_after(&first, &get("2"));
    let lone = batch.add(&get("3"));
    assert_eq!(batch.len(), 4);
    let mut responses = batch.send().await.unwrap();
    assert!(responses.take(created).is_ok());
    assert_eq!(responses.take(first).unwrap().id, "1");
    assert_eq!(responses.take(second).unwrap().id, "2");
    assert_eq!(responses.take(lone).unwrap_err().status().unwrap(), 424);
    let mut sent = items(&server);
    sent.sort_by_key(Vec::len);
    assert_eq!(sent.iter().map(Vec::len).collect::<Vec<_>>(), [1, 3, 3], "the lone one is sent once");
    for row in &sent[1..] {
        assert_eq!(row[1]["dependsOn"], json!(["1"]));
        assert_eq!(row[2]["dependsOn"], json!(["2"]));
        assert!(row[0].get("dependsOn").is_none());
    }
}

#[tokio::test]
async fn nothing_is_sent_of_what_can_not_travel() {
    let server = server(|item, _| ok(item)).await;
    let client = client(&server, &VirtualTime::new());
    let problem = |error: Error| {
        assert!(error.is_build(), "{error:?}");
        error.to_string()
    };
    assert!(problem(client.batch((get("1"), get(".."))).await.unwrap_err()).contains("`id`"));
    let versions = (get("1"), GetBetaThing { id: "1".into() });
    assert!(problem(client.batch(versions).await.unwrap_err()).contains("versions"));
    let stream = || futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"x"))]);
    let content = Body::stream("text/plain", None, stream).unwrap();
    let content = PutContent { id: "1".into(), content };
    assert!(problem(client.batch((content,)).await.unwrap_err()).contains("stream"));

    let mut batch = client.new_batch();
    let root = batch.add(&get("0"));
    let left = batch.add_after(&root, &get("1"));
    batch.add_after(&root, &get("2"));
    batch.add_after(&left, &get("3"));
    assert!(problem(batch.send().await.unwrap_err()).contains("branch"));

    let mut other = client.new_batch();
    other.add_after(&root, &get("1"));
    assert!(problem(other.send().await.unwrap_err()).contains("another batch"));
    assert!(server.seen().is_empty());
    let (mut one, two) = (client.new_batch(), client.new_batch());
    one.add(&get("1"));
    let stranger = client.new_batch().add(&get("1"));
    let mut responses = one.send().await.unwrap();
    assert!(problem(responses.take(stranger).unwrap_err()).contains("another batch"));
    assert!(two.is_empty());
    two.send().await.unwrap();
    assert_eq!(server.seen().len(), 1, "an empty batch is not sent");
}

#[tokio::test]
async fn a_batch_that_fails_as_a_whole() {
    let replies: Vec<fn() -> Reply> =
        vec![|| Reply::new(400, &[], r#"{"error":{"code":"BadRequest"}}"#), || Reply::json("<html>"), || {
            Reply::json("{}")
        }];
    let server = Server::script(replies).await;
    let client = client(&server, &VirtualTime::new());
    assert_eq!(client.batch((get("1"),)).await.unwrap_err().code(), Some("BadRequest"));
    assert!(client.batch((get("1"),)).await.unwrap_err().is_decode());
    assert!(client.batch((get("1"),)).await.unwrap_err().is_decode());
    // Of a stream each request has the error.
    let outcomes: Vec<_> = client.batch_all((0..3).map(|id| get(id.to_string()))).collect().await;
    assert!(outcomes.len() == 3 && outcomes.iter().all(|outcome| outcome.as_ref().unwrap_err().is_decode()));
}

#[tokio::test]
async fn an_item_without_an_answer_says_so_and_unknown_ids_are_nobodys() {
    let server = Server::start(|_, _| {
        Reply::json(
            r#"{"responses": [{"id": "77", "status": 200}, {"id": "2", "status": 200, "body": {"id": "two"}}]}"#,
        )
    })
    .await;
    let (one, two) = client(&server, &VirtualTime::new()).batch((get("1"), get("2"))).await.unwrap();
    assert!(one.unwrap_err().to_string().contains("unknown"));
    assert_eq!(two.unwrap().id, "two");
}

#[tokio::test]
async fn a_batch_with_a_write_is_not_sent_again_when_its_fate_is_unknown() {
    let broken = |_: &crate::support::server::Seen, index| match index {
        0 => Reply::Cut(Vec::new()),
        _ => Reply::json(r#"{"responses": [{"id": "1", "status": 200, "body": {"id": "1"}}]}"#),
    };
    let server = Server::start(broken).await;
    let error =
        client(&server, &VirtualTime::new()).batch((CreateThing { id: "1".into() },)).await.unwrap_err();
    assert!(error.is_transport(), "{error:?}");
    assert_eq!(server.seen().len(), 1);
    let server = Server::start(broken).await;
    let (thing,) = client(&server, &VirtualTime::new()).batch((get("1"),)).await.unwrap();
    assert_eq!(thing.unwrap().id, "1");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn any_number_in_order_twenty_at_a_time_and_no_faster_than_taken() {
    let server = server(|item, before| match (item["url"].as_str().unwrap(), before) {
        ("/things/33", 0) => json!({"status": 429, "headers": {"Retry-After": "1"}}),
        ("/things/44", _) => json!({"status": 404}),
        _ => ok(item),
    })
    .await;
    let client = client(&server, &VirtualTime::new());
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = asked.clone();
    let requests = (0..).map(move |id: usize| {
        counted.fetch_add(1, Ordering::Relaxed);
        get(if id == 50 { "..".to_owned() } else { id.to_string() })
    });
    let mut results = client.batch_all(requests).parallel(2);
    for id in 0..101 {
        let result = results.next().await.unwrap();
        match id {
            44 => assert!(result.unwrap_err().is_not_found()),
            50 => assert!(result.unwrap_err().is_build()),
            _ => assert_eq!(result.unwrap().id, id.to_string()),
        }
    }
    assert!(asked.load(Ordering::Relaxed) <= 160, "{asked:?}");
    assert!(items(&server).iter().all(|batch| batch.len() <= 20));
    let every: Vec<Thing> =
        client.batch_all((0..41).map(|id| get(format!("x{id}")))).try_collect().await.unwrap();
    assert_eq!(every.len(), 41);
    let responses = client.batch((0..45).map(|id| get(format!("v{id}"))).collect::<Vec<_>>()).await.unwrap();
    assert_eq!(responses.len(), 45);
    assert_eq!(responses.into_iter().map(|thing| thing.unwrap().id).nth(44).unwrap(), "v44");
}
