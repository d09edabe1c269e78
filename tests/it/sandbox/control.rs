//! What a test tells its sandbox while it runs, and what it finds of a batch afterwards.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{ExpectedRequest, Sandbox, SandboxError};
use http::Response;

use crate::support::wire::{TOKEN, exchange};

#[graph_type("microsoft.graph.user")]
#[derive(Clone, Debug, PartialEq)]
struct User {
    id: u32,
}

#[graph_endpoint(GET, "/users/{id}", response = User)]
#[derive(Clone)]
struct GetUser {
    id: String,
}

/// The same, spelt otherwise and with an option.
#[graph_endpoint(GET, "/users/<user_id>", response = User)]
struct GetUserWith {
    user_id: String,
    #[graph(query = "$select")]
    select: Option<String>,
}

#[graph_endpoint(GET, "/users/delta", response = User)]
struct Delta {}

#[graph_endpoint(PATCH, "/users/{id}")]
#[derive(Clone)]
struct Update {
    id: String,
    #[graph(header = "If-Match")]
    etag: Option<String>,
    display_name: String,
}

#[graph_endpoint(DELETE, "/users/{id}")]
struct Delete {
    id: String,
}

fn client(sandbox: &Sandbox) -> Client {
    Client::builder().token("t").base_url(sandbox.url()).build().unwrap()
}

fn conflict() -> SandboxError {
    SandboxError::new(409, "conflict", "Not now.")
}

async fn statuses(sandbox: &Sandbox, method: &str, path: &str, times: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..times {
        statuses.push(exchange(sandbox, method, path, TOKEN, "").await.status().as_u16());
    }
    statuses
}

#[tokio::test]
async fn a_fault_strikes_whether_or_not_there_is_a_handler() {
    let builder = || {
        Sandbox::builder()
            .on(|_: GetUser| async { User { id: 1 } })
            .on(|_: Delta| async { User { id: 2 } })
            // By another declaration of the same method and path, which has no handler.
            .fail_first::<GetUserWith>(2, conflict())
            // No declaration of that method has one.
            .fail_first::<Delete>(1, conflict())
    };
    let sandbox = builder().start().await.unwrap();
    assert_eq!(statuses(&sandbox, "GET", "/v1.0/users/delta", 1).await, [200]);
    assert_eq!(statuses(&sandbox, "GET", "/v1.0/users/1", 3).await, [409, 409, 200]);
    assert_eq!(statuses(&sandbox, "DELETE", "/v1.0/users/1", 2).await, [409, 405]);

    // Nor on paths that nothing has a handler for, and where something else answers.
    let sandbox = Sandbox::builder().fail_first::<Delete>(1, conflict()).start().await.unwrap();
    assert_eq!(statuses(&sandbox, "DELETE", "/v1.0/users/1/", 2).await, [409, 404]);
    let sandbox = Sandbox::builder()
        .otherwise(|_| async { Some(Response::builder().status(204).body("").unwrap()) })
        .fail_after::<Delete>(1, 1, conflict())
        .start()
        .await
        .unwrap();
    assert_eq!(statuses(&sandbox, "DELETE", "/v1.0/users/1", 3).await, [204, 409, 204]);
    assert_eq!(statuses(&sandbox, "DELETE", "/v1.0/groups/1", 1).await, [204]);
}

#[tokio::test]
async fn it_begins_anew_when_told() {
    let sandbox = Sandbox::builder()
        .on_sequence::<GetUser>([Ok(User { id: 1 }), Ok(User { id: 2 })])
        .fail_after::<GetUser>(1, 1, conflict())
        .rate_limit(4, Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    for _ in 0..2 {
        assert_eq!(statuses(&sandbox, "GET", "/v1.0/users/1", 5).await, [200, 409, 200, 200, 429]);
        let first = sandbox.requests()[0].response().unwrap().body().clone();
        assert_eq!(first, r#"{"id":1}"#);
        sandbox.reset();
        assert!(sandbox.requests().is_empty());
    }

    sandbox.fail_next::<GetUser>(2, SandboxError::new(403, "accessDenied", "No."));
    assert_eq!(statuses(&sandbox, "GET", "/v1.0/users/1", 3).await, [403, 409, 403]);
    sandbox.reset();
    sandbox.clear_faults();
    assert_eq!(statuses(&sandbox, "GET", "/v1.0/users/1", 2).await, [200, 200]);
    sandbox.fail_next::<GetUser>(1, conflict());
    assert_eq!(statuses(&sandbox, "GET", "/v1.0/users/1", 2).await, [409, 200]);
}

#[tokio::test]
async fn the_requests_of_a_batch_take_their_time_side_by_side() {
    let latency = Duration::from_millis(120);
    let sandbox = Sandbox::builder()
        .on(|_: GetUser| async { User { id: 1 } })
        .latency_of::<GetUserWith>(latency)
        .start()
        .await
        .unwrap();
    let item = |id: usize, after: &str| {
        format!(r#"{{"id":"{id}","method":"GET","url":"/users/{id}","dependsOn":[{after}]}}"#)
    };
    let took = async |items: Vec<String>| {
        let begin = Instant::now();
        let body = format!(r#"{{"requests":[{}]}}"#, items.join(","));
        let response = exchange(&sandbox, "POST", "/v1.0/$batch", TOKEN, &body).await;
        assert_eq!(response.body().matches(r#""status":200"#).count(), items.len());
        begin.elapsed()
    };
    // One after the other these would be 20 times the latency.
    let side_by_side = took((0..20).map(|id| item(id, "")).collect()).await;
    assert!(side_by_side >= latency && side_by_side < 10 * latency, "{side_by_side:?}");
    assert!(took(vec![item(1, ""), item(2, r#""1""#)]).await >= 2 * latency);
}

#[tokio::test]
async fn a_batch_is_what_is_in_it() {
    let sandbox = Sandbox::builder()
        .on(|get: GetUser| async move { User { id: get.id.parse().unwrap_or_default() } })
        .on(|_: Update| async {})
        .start()
        .await
        .unwrap();
    let client = client(&sandbox);
    let update = Update { id: "2".into(), etag: Some("W/\"1\"".into()), display_name: "Adele".into() };
    let get = |id: &str| GetUser { id: id.to_owned() };
    client.send(&get("0")).await.unwrap();
    let (one, two, three) = client.batch((get("1"), update.clone(), get("3"))).await.unwrap();
    assert!(one.is_ok() && two.is_ok() && three.is_ok());

    let requests = sandbox.requests();
    assert!(requests[0].batched().is_empty());
    let batched = requests[1].batched();
    let seen: Vec<_> = batched.iter().map(|request| (request.method().as_str(), request.path())).collect();
    assert_eq!(seen, [("GET", "/v1.0/users/1"), ("PATCH", "/v1.0/users/2"), ("GET", "/v1.0/users/3")]);
    assert_eq!(batched[1].read::<Update>().unwrap().display_name, "Adele");
    assert_eq!(batched[2].response().unwrap().body(), r#"{"id":3}"#);

    let expected = |update: &Update| {
        let get = |id| ExpectedRequest::of(&get(id)).unwrap();
        vec![get("0"), get("1"), ExpectedRequest::of(update).unwrap(), get("3")]
    };
    sandbox.assert_requests(expected(&update));
    let other = Update { display_name: "Ann".into(), etag: None, ..update };
    let assertion = AssertUnwindSafe(|| sandbox.assert_requests(expected(&other)));
    let panic = std::panic::catch_unwind(assertion).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "the sandbox got other requests than expected:\n3. PATCH /v1.0/users/2 (in a batch)\n   \
         body `displayName`: expected \"Ann\", came \"Adele\""
    );
}
