//! Whose pause holds whom: only Graph's hold calls to Graph, only calls that share a limit wait together, and nobody
//! waits for a day.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::{ClientBuilder, RetryPolicy, ThrottledCall, UploadSession};

use crate::support::server::{Reply, Server, http};
use crate::support::virtual_time::VirtualTime;

#[graph_endpoint(GET, "/<path..>")]
struct Get {
    path: String,
}

#[graph_endpoint(POST, "/<path..>")]
struct Post {
    path: String,
}

#[graph_endpoint(POST, "/users/<id>/createUploadSession", response = UploadSession)]
struct CreateSession {
    id: String,
}

fn get(path: &str) -> Get {
    Get { path: path.to_owned() }
}

fn builder(server: &Server, time: &VirtualTime) -> ClientBuilder {
    Client::builder()
        .base_url(&server.url)
        .http_client(http())
        .token("t")
        .retry(RetryPolicy::none())
        .environment(time.clone())
}

fn a_day() -> Reply {
    Reply::new(503, &[("Retry-After", "86400")], "")
}

/// Answers 429 to each path below `told`, once each, and 200 to all else.
async fn telling(told: &'static str, wait: &'static str) -> Server {
    Server::start(move |seen, index| {
        let path = seen.target.trim_start_matches("/v1.0/");
        if index == 0 && path == told {
            Reply::new(429, &[("Retry-After", wait)], "{}")
        } else {
            Reply::status(200)
        }
    })
    .await
}

#[tokio::test]
async fn other_hosts_do_not_close_graphs_gate() {
    let other = Server::start(|_, _| a_day()).await;
    // A path that would share their limit if it were Graph's.
    let link = format!("{}/v1.0/users/a/messages", other.url);
    let home = Server::start({
        let link = link.clone();
        move |seen, _| match seen.target.as_str() {
            "/v1.0/users/a/redirect" => Reply::new(302, &[("Location", &link)], ""),
            "/v1.0/users/a/operate" => Reply::new(202, &[("Location", &link)], ""),
            "/v1.0/users/a/createUploadSession" => Reply::json(&format!(r#"{{"uploadUrl":"{link}"}}"#)),
            _ => Reply::status(200),
        }
    })
    .await;
    let time = VirtualTime::new();
    for (way, told) in ["redirect", "download", "upload", "cancel", "monitor"].into_iter().zip(1..) {
        // Each its own client: what the other host said to one way is no matter of the next.
        let client = builder(&home, &time).build().unwrap();
        let redirecting = get("users/a/redirect");
        let error = match way {
            "redirect" => client.send(&redirecting).await.unwrap_err(),
            "download" => {
                client.download(&redirecting).to_writer(&mut Vec::new()).await.map(drop).unwrap_err()
            }
            "upload" => {
                let create = CreateSession { id: "a".to_owned() };
                client.upload(&create, vec![7; 1000]).resumptions(0).await.map(drop).unwrap_err()
            }
            "cancel" => {
                let session = serde_json::from_value(serde_json::json!({ "uploadUrl": link })).unwrap();
                client.cancel_upload(&session).await.unwrap_err()
            }
            _ => {
                let operation = client.operation(&Post { path: "users/a/operate".to_owned() }).await.unwrap();
                operation.deadline(Duration::from_secs(6)).wait().await.map(drop).unwrap_err()
            }
        };
        assert!(error.is_throttled() || error.is_timeout(), "{way}: {error:?}");
        assert!(other.seen().len() >= told, "{way}");
        let waited = time.waits().len();
        for path in ["users/a/redirected", "users/a/messages", "me", "users/b"] {
            client.send(&get(path)).await.unwrap_or_else(|error| panic!("{way} {path}: {error:?}"));
        }
        assert_eq!(time.waits().len(), waited, "{way}: a call to Graph waited for another host");
    }
}

#[tokio::test]
async fn a_host_that_asked_is_left_alone() {
    let other = Server::start(|_, _| a_day()).await;
    let session: UploadSession =
        serde_json::from_value(serde_json::json!({ "uploadUrl": format!("{}/up", other.url) })).unwrap();
    let time = VirtualTime::new();
    let client = builder(&other, &time).base_url("http://127.0.0.1:9").build().unwrap();
    assert!(client.cancel_upload(&session).await.unwrap_err().is_throttled());
    assert!(time.waits().is_empty());
    // Up to the maximum of a pause.
    assert!(client.cancel_upload(&session).await.unwrap_err().is_throttled());
    assert_eq!(time.waits(), [180_000]);
}

#[tokio::test]
async fn strangers_do_not_wait_and_those_who_share_a_limit_do() {
    for (told, waits, free) in [
        (
            "users/a/messages",
            &["users/a/events", "Users/a/MailFolders/1", "users/a/messages/1/attachments"][..],
            &["users/b/messages", "me/messages", "users/a", "users/a/drive", "groups/a/threads"][..],
        ),
        ("me/events", &["me/messages"], &["users/a/messages", "me", "me/drive"]),
        ("drives/a/items/1", &["drives/a/root", "drives/a"], &["drives/b/items/1", "me/drive", "shares/a"]),
        ("users/a/drive/items/1", &["users/a/drive/root"], &["users/b/drive/items/1", "users/a/messages"]),
        ("sites/a/lists", &["sites/a/drives/1"], &["sites/b/lists"]),
        (
            "teams/a/channels",
            &["teams/a/channels/1/messages", "groups/a/team"],
            &["teams/b/channels", "chats/a"],
        ),
        ("chats/a/messages", &["chats/a/members"], &["chats/b/messages"]),
        (
            "users/a",
            &["users/b", "users", "users/c/memberOf", "me/manager"],
            &["groups/a", "users/b/messages"],
        ),
        (
            "deviceManagement/managedDevices/1",
            &["deviceManagement/x", "users/b/managedDevices"],
            &["users/a"],
        ),
    ] {
        for (path, held) in waits.iter().map(|path| (path, true)).chain(free.iter().map(|path| (path, false)))
        {
            let server = telling(told, "20").await;
            let time = VirtualTime::new();
            let client = builder(&server, &time).build().unwrap();
            assert!(client.send(&get(told)).await.unwrap_err().is_throttled(), "{told}");
            client.send(&get(path)).await.unwrap();
            assert_eq!(time.waits().len(), usize::from(held), "{told} told, then {path}");
        }
    }
}

#[tokio::test]
async fn an_odd_pause_of_graphs_does_not_close_the_gate_for_a_day() {
    for (set, held) in [(None, 180_000), (Some(Duration::from_secs(7)), 7000)] {
        let server = telling("users/a", "86400").await;
        let time = VirtualTime::new();
        let client = builder(&server, &time).retry(RetryPolicy::default());
        let client = match set {
            Some(pause) => client.max_pause(pause),
            None => client,
        };
        let client = client.build().unwrap();
        let told = client.send(&get("users/a")).await.unwrap_err();
        assert!(told.is_throttled(), "{told:?}");
        assert_eq!(told.retry_after(), Some(Duration::from_secs(86_400)));
        client.send(&get("users/b")).await.unwrap();
        assert_eq!(time.waits(), [held]);
    }
}

#[tokio::test]
async fn the_call_that_was_told_waits_as_long_as_it_was_told() {
    let server = telling("users/a", "200").await;
    let time = VirtualTime::new();
    let client = builder(&server, &time).retry(RetryPolicy::default()).build().unwrap();
    client.send(&get("users/a")).await.unwrap();
    assert_eq!(time.waits(), [200_000]);

    // So does one that another host told.
    let other =
        Server::script(vec![|| Reply::new(503, &[("Retry-After", "9")], ""), || Reply::status(200)]).await;
    let home = Server::start({
        let url = other.url.clone();
        move |_, _| Reply::new(307, &[("Location", &url)], "")
    })
    .await;
    let time = VirtualTime::new();
    let client = builder(&home, &time).retry(RetryPolicy::default()).build().unwrap();
    client.send(&get("users/a")).await.unwrap();
    assert_eq!(time.waits(), [9000]);
}

#[tokio::test]
async fn a_client_says_who_waits_together() {
    let server = telling("users/a/messages", "20").await;
    let time = VirtualTime::new();
    let by_method = |call: &ThrottledCall<'_>| {
        assert_eq!(call.template(), "/<path..>");
        assert!(!format!("{call:?}").contains("users"));
        format!("{} {}", call.method(), call.path().split('/').next().unwrap())
    };
    let client = builder(&server, &time).throttle_key(by_method).build().unwrap();
    assert!(client.send(&get("users/a/messages")).await.unwrap_err().is_throttled());
    client.send(&Post { path: "users/a/messages".to_owned() }).await.unwrap();
    client.send(&get("drives/a")).await.unwrap();
    assert!(time.waits().is_empty());
    client.send(&get("users/b?x=1")).await.unwrap();
    assert_eq!(time.waits(), [20_000]);
}

#[tokio::test]
async fn the_key_of_a_page_is_its_own_path_below_the_root() {
    #[graph_endpoint(GET, "/users/<id>/messages", response = Page<graph_endpoint::Untyped>)]
    struct List {
        id: String,
    }
    let server = Server::start(|seen, index| match (seen.target.as_str(), index) {
        (_, 0) => Reply::json(r#"{"value":[],"@odata.nextLink":"/a/proxy/v1.0/users/a/messages?$skip=1"}"#),
        (_, 1) => Reply::new(429, &[("Retry-After", "20")], "{}"),
        _ => Reply::json(r#"{"value":[]}"#),
    })
    .await;
    let time = VirtualTime::new();
    let base = format!("{}/a/proxy", server.url);
    let client = builder(&server, &time).base_url(base).build().unwrap();
    let list = |id: &str| List { id: id.to_owned() };
    assert!(client.items(list("a")).try_collect::<Vec<_>>().await.is_err());
    assert!(client.items(list("b")).try_collect::<Vec<_>>().await.unwrap().is_empty());
    assert!(time.waits().is_empty());
    assert!(client.items(list("a")).try_collect::<Vec<_>>().await.unwrap().is_empty());
    assert_eq!(time.waits(), [20_000]);
}

#[tokio::test]
async fn an_item_of_a_batch_pauses_its_own_limit() {
    let server = Server::start(|seen, _| match seen.target.as_str() {
        "/v1.0/$batch" => Reply::json(
            r#"{"responses":[
                {"id":"1","status":429,"headers":{"Retry-After":"20"},"body":{}},
                {"id":"2","status":200,"body":{}}]}"#,
        ),
        _ => Reply::status(200),
    })
    .await;
    for (path, waits) in [("users/b/messages", 0), ("users/a/events", 1)] {
        let time = VirtualTime::new();
        let client = builder(&server, &time).build().unwrap();
        let (a, b) = (get("users/a/messages"), get("users/b/messages"));
        let (a, b) = client.batch((a, b)).await.unwrap();
        assert!(a.unwrap_err().is_throttled());
        b.unwrap();
        client.send(&get(path)).await.unwrap();
        assert_eq!(time.waits().len(), waits, "{path}");
    }
}

#[tokio::test]
async fn a_call_that_has_to_wait_is_not_company_for_strangers() {
    let server = Server::start(|seen, index| match (seen.target.as_str(), index) {
        (_, 0) => Reply::new(429, &[("Retry-After", "20")], "{}"),
        ("/v1.0/$batch", _) => Reply::json(
            r#"{"responses":[{"id":"1","status":200,"body":{}},{"id":"2","status":200,"body":{}}]}"#,
        ),
        _ => Reply::status(200),
    })
    .await;
    let time = VirtualTime::new();
    let client = builder(&server, &time).coalesce(Duration::from_millis(5)).build().unwrap();
    assert!(client.send(&get("users/a/messages")).await.unwrap_err().is_throttled());
    let calls = ["users/b/messages", "users/c/messages", "users/a/messages"].map(|path| {
        let (client, path) = (client.clone(), get(path));
        async move { client.send(&path).await }
    });
    for outcome in futures_util::future::join_all(calls).await {
        outcome.unwrap();
    }
    let mut targets: Vec<_> = server.seen()[1..].iter().map(|seen| seen.target.clone()).collect();
    targets.sort();
    assert_eq!(targets, ["/v1.0/$batch", "/v1.0/users/a/messages"]);
}

#[tokio::test]
async fn in_a_batch_nobody_fails_for_anothers_pause() {
    let server = Server::start(|seen, _| {
        if seen.target != "/v1.0/$batch" {
            return Reply::new(429, &[("Retry-After", "170")], "{}");
        }
        let batch: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
        let first = seen.header("retry-attempt").is_none();
        let items = batch["requests"].as_array().unwrap().iter().map(|item| match item["url"].as_str() {
            Some("/users/day/messages") => {
                serde_json::json!({"id": item["id"], "status": 429, "headers": {"Retry-After": "86400"}})
            }
            Some("/users/soon/messages") if first => {
                serde_json::json!({"id": item["id"], "status": 429, "headers": {"Retry-After": "2"}})
            }
            _ => serde_json::json!({"id": item["id"], "status": 200, "body": {}}),
        });
        let items: Vec<_> = items.collect();
        Reply::json(&serde_json::json!({ "responses": items }).to_string())
    })
    .await;
    // One that can't wait that long stands; one that can is sent again.
    let time = VirtualTime::new();
    let client = builder(&server, &time).retry(RetryPolicy::default()).build().unwrap();
    let (day, soon) = client.batch((get("users/day/messages"), get("users/soon/messages"))).await.unwrap();
    assert_eq!(day.unwrap_err().retry_after(), Some(Duration::from_secs(86_400)));
    soon.unwrap();
    assert_eq!(time.waits(), [2000]);

    // One whose pause is longer than there is time for isn't sent, the others are, but for those behind it.
    let time = VirtualTime::new();
    let client = builder(&server, &time).deadline(Duration::from_secs(60)).build().unwrap();
    assert!(client.send(&get("users/a/messages")).await.unwrap_err().is_throttled());
    let mut batch = client.new_batch();
    let held = batch.add(&get("users/a/messages"));
    let behind = batch.add_after(&held, &get("users/b/messages"));
    let free = batch.add(&get("users/c/messages"));
    let mut responses = batch.send().await.unwrap();
    for item in [held, behind] {
        let error = responses.take(item).unwrap_err();
        assert!(error.is_throttled() && error.status().is_none(), "{error:?}");
    }
    responses.take(free).unwrap();
    let last = server.seen().pop().unwrap();
    let sent = String::from_utf8(last.body).unwrap();
    assert!(sent.contains("users/c") && !sent.contains("users/a") && !sent.contains("users/b"), "{sent}");
    // If nothing is left, it is the batch that fails.
    assert!(client.batch((get("users/a/events"),)).await.unwrap_err().is_throttled());
}
