//! What takes more than one exchange, as a tester sets it up: operations, deltas, subscriptions, downloads in parts, and one
//! sandbox for several runtimes.

use std::sync::OnceLock;
use std::time::Duration;

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Reply, Sandbox, SandboxError};
use graph_endpoint::{Accepted, Bytes, Change, DeltaToken};
use http::Response;

use crate::support::server::http;
use crate::support::virtual_time::VirtualTime;
use crate::support::wire::{TOKEN, exchange};

#[graph_type("microsoft.graph.user")]
#[derive(Clone, Debug, PartialEq)]
struct User {
    id: String,
}

#[graph_endpoint(GET, "/users/delta", response = Page<User>)]
struct UserChanges {}

#[graph_endpoint(GET, "/users/{id}", response = User)]
struct GetUser {
    id: String,
}

#[graph_endpoint(POST, "/teams/{id}/archive", response = Accepted)]
struct Archive {
    id: String,
}

#[graph_type("microsoft.graph.teamsAsyncOperation")]
#[derive(Clone, Debug)]
struct Operation {
    status: String,
}

#[graph_endpoint(GET, "/teams/{id}/operations/{operation}", response = Operation)]
struct GetOperation {
    id: String,
    operation: String,
}

#[graph_endpoint(POST, "/subscriptions", response = User)]
struct Subscribe {
    notification_url: String,
}

#[graph_endpoint(GET, "/me/drive/items/<id>/content", response = Bytes)]
struct GetContent {
    id: String,
}

fn client(sandbox: &Sandbox) -> Client {
    let builder = Client::builder().token("t").base_url(sandbox.url());
    builder.environment(VirtualTime::new()).build().unwrap()
}

fn user(id: &str) -> User {
    User { id: id.to_owned() }
}

#[tokio::test]
async fn an_operation_is_asked_until_it_has_ended() {
    let status = |text: &str| Ok(Operation { status: text.to_owned() });
    let sandbox = Sandbox::builder()
        .on(|_: Archive| async { Accepted::at("/teams/t1/operations/o1") })
        .on_sequence::<GetOperation>([status("notStarted"), status("inProgress"), status("succeeded")])
        .fail_first::<GetOperation>(1, SandboxError::throttled(Duration::from_secs(2)))
        .start()
        .await
        .unwrap();
    let operation = client(&sandbox).operation(&Archive { id: "t1".into() }).await.unwrap();
    operation.wait().await.unwrap();
    let seen: Vec<u16> =
        sandbox.requests().iter().map(|request| request.response().unwrap().status().as_u16()).collect();
    assert_eq!(seen, [202, 429, 200, 200, 200]);
}

#[tokio::test]
async fn a_delta_goes_on_by_its_token_and_begins_anew_when_that_is_too_old() {
    let rounds = vec![vec![user("a"), user("b"), user("c")], vec![user("d")]];
    let old = SandboxError::new(410, "syncStateNotFound", "Begin anew.");
    let sandbox = Sandbox::builder().on_changes::<UserChanges, _>(rounds, 2).start().await.unwrap();
    let client = client(&sandbox);
    let run = async |saved: Option<DeltaToken>| {
        let mut changes = match &saved {
            Some(token) => client.delta_from(&UserChanges {}, token),
            None => client.delta(&UserChanges {}),
        };
        let mut seen = Vec::new();
        while let Some(change) = changes.try_next().await.unwrap() {
            seen.push(match change {
                Change::Changed(user) => user.id,
                Change::Resync(_) => "anew".to_owned(),
                _ => "other".to_owned(),
            });
        }
        (seen.join(" "), changes.token().cloned())
    };
    let (seen, first) = run(None).await;
    assert_eq!(seen, "a b c");
    let (seen, second) = run(first).await;
    assert_eq!(seen, "d");
    assert_eq!(run(second.clone()).await.0, "");
    sandbox.fail_next::<UserChanges>(1, old);
    assert_eq!(run(second).await.0, "anew a b c");
}

/// The handler asks the webhook first, as Graph does.
#[tokio::test]
async fn a_subscription_is_made_once_its_webhook_has_answered() {
    let webhook = Sandbox::builder()
        .otherwise(|request| async move {
            let asked = request.uri().query()?.strip_prefix("validationToken=")?.to_owned();
            Some(Response::builder().header("content-type", "text/plain").body(asked).unwrap())
        })
        .start()
        .await
        .unwrap();
    let sandbox = Sandbox::builder()
        .on(|subscribe: Subscribe| async move {
            let url = format!("{}?validationToken=t0k", subscribe.notification_url);
            let echoed = match http().post(url).send().await {
                Ok(response) => response.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            let error = SandboxError::new(400, "InvalidRequest", "Subscription validation request failed.");
            (echoed == "t0k").then(|| Reply::new(user("s1")).status(201)).ok_or(error)
        })
        .start()
        .await
        .unwrap();
    let client = client(&sandbox);
    let at = |url: String| Subscribe { notification_url: url };
    assert_eq!(client.send(&at(format!("{}/hook", webhook.url()))).await.unwrap(), user("s1"));
    let error = client.send(&at(format!("{}/none", sandbox.url()))).await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidRequest"));
}

#[tokio::test]
async fn a_download_comes_whole_in_parts_and_by_its_version() {
    let sandbox = Sandbox::builder()
        .on_download(|get: GetContent| async move {
            let missing = SandboxError::new(404, "itemNotFound", "None.");
            (get.id == "1").then_some("0123456789").ok_or(missing)
        })
        .start()
        .await
        .unwrap();
    let found = exchange(&sandbox, "GET", "/v1.0/me/drive/items/1/content", TOKEN, "").await;
    assert_eq!(found.status(), 302);
    let url = found.headers()["location"].to_str().unwrap().strip_prefix("http://h").unwrap().to_owned();
    let get = async |headers: &str| {
        let response = exchange(&sandbox, "GET", &url, headers, "").await;
        (response.status().as_u16(), response.body().clone())
    };
    let whole = exchange(&sandbox, "GET", &url, "", "").await;
    let etag = whole.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(get("range: bytes=2-4\r\n").await, (206, "234".to_owned()));
    assert_eq!(get("range: bytes=-3\r\n").await, (206, "789".to_owned()));
    assert_eq!(get("range: bytes=10-\r\n").await.0, 416);
    assert_eq!(get(&format!("range: bytes=8-\r\nif-range: {etag}\r\n")).await, (206, "89".to_owned()));
    assert_eq!(get("range: bytes=8-\r\nif-range: \"old\"\r\n").await, (200, "0123456789".to_owned()));
    assert_eq!(exchange(&sandbox, "HEAD", &url, "", "").await.headers()["content-length"], "10");
    assert_eq!(exchange(&sandbox, "PUT", &url, "", "x").await.status(), 405);
    let client = client(&sandbox);
    assert_eq!(client.download(&GetContent { id: "1".into() }).bytes().await.unwrap(), "0123456789");
    assert!(client.download(&GetContent { id: "2".into() }).bytes().await.unwrap_err().is_not_found());
}

/// Each `#[tokio::test]` has a runtime of its own, which a sandbox on a thread outlives.
#[test]
fn several_runtimes_share_one_on_a_thread() {
    static SHARED: OnceLock<Sandbox> = OnceLock::new();
    let shared = || {
        let start =
            || Sandbox::builder().on(|get: GetUser| async move { user(&get.id) }).start_on_thread().unwrap();
        SHARED.get_or_init(start)
    };
    let threads: Vec<_> = (0..4)
        .map(|id| {
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                let id = id.to_string();
                let found =
                    runtime.block_on(async { client(shared()).send(&GetUser { id: id.clone() }).await });
                assert_eq!(found.unwrap().id, id);
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(shared().requests().len(), 4);
}
