//! Single calls that travel together because they are made at the same time.

use std::time::Duration;

use graph_endpoint::prelude::*;
use serde_json::{Value, json};

use super::{CreateThing, GetBetaThing, Thing, answered, get, items, ok, server};
use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

#[tokio::test]
async fn calls_at_the_same_time_travel_together_when_asked_to() {
    let server = Server::start(|seen, _| {
        if seen.target != "/v1.0/$batch" && seen.target != "/beta/$batch" {
            return match seen.target.as_str() {
                "/v1.0/things/new" => Reply::json(r#"{"id": "at its new place"}"#),
                _ => Reply::json(r#"{"id": "alone"}"#),
            };
        }
        let batch: Value = serde_json::from_slice(&seen.body).unwrap();
        answered(batch["requests"].as_array().unwrap(), |item| match item["url"].as_str().unwrap() {
            "/things/bad" => json!({"status": 404, "body": {"error": {"code": "itemNotFound"}}}),
            "/things/moved" => {
                json!({"status": 302, "headers": {"Location": "/v1.0/things/new"}})
            }
            _ => ok(item),
        })
    })
    .await;
    let client = Client::builder()
        .base_url(&server.url)
        .token("t")
        .coalesce(Duration::from_millis(200))
        .build()
        .unwrap();
    let calls = (0..45).map(|id| client.send(&get(id.to_string())).into_future());
    let things: Vec<Thing> = futures_util::future::try_join_all(calls).await.unwrap();
    assert!(things.iter().enumerate().all(|(id, thing)| thing.id == id.to_string()));
    assert_eq!(items(&server).iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 5]);

    // Each has its own result; one that is dropped is not sent, versions travel apart, one alone goes as it is.
    let dropped = tokio::time::timeout(Duration::from_millis(1), client.send(&get("dropped")).into_future());
    let beta = GetBetaThing { id: "b".into() };
    let calls = async {
        tokio::join!(
            client.send(&get("good")).into_future(),
            client.send(&get("bad")).into_future(),
            client.send(&get("moved")).into_future(),
            client.send(&beta).into_future(),
            client.send(&get("own")).header("Authorization", "Bearer own").into_future(),
        )
    };
    let (dropped, (good, bad, moved, beta, own)) = tokio::join!(dropped, calls);
    assert!(dropped.is_err());
    assert_eq!(good.unwrap().id, "good");
    assert!(bad.unwrap_err().is_not_found());
    assert_eq!(moved.unwrap().id, "at its new place");
    assert_eq!(beta.unwrap().id, "alone");
    assert_eq!(own.unwrap().id, "alone");
    let seen = server.seen();
    let batch: Vec<_> = seen[3..].iter().filter(|seen| seen.target.ends_with("$batch")).collect();
    assert_eq!(batch.len(), 1);
    assert!(!String::from_utf8_lossy(&batch[0].body).contains("dropped"));
    assert_eq!(seen[3..].iter().filter(|seen| seen.target == "/v1.0/things/own").count(), 1);
}

#[tokio::test]
async fn a_full_batch_that_left_cuts_nobody_elses_window_short() {
    let server = server(|item, _| ok(item)).await;
    let window = Duration::from_millis(600);
    let client = Client::builder().base_url(&server.url).token("t").coalesce(window).build().unwrap();
    let full = (0..20).map(|id| client.send(&get(id.to_string())).into_future());
    futures_util::future::try_join_all(full).await.unwrap();

    // The window of the first twenty ends while the next two are on their way to each other.
    tokio::time::sleep(window / 2).await;
    let later = async {
        tokio::time::sleep(window * 3 / 4).await;
        client.send(&get("second")).await
    };
    let (first, second) = tokio::join!(client.send(&get("first")).into_future(), later);
    assert_eq!((first.unwrap().id, second.unwrap().id), ("first".to_owned(), "second".to_owned()));
    assert_eq!(items(&server).iter().map(Vec::len).collect::<Vec<_>>(), [20, 2]);
}

#[tokio::test]
async fn a_read_is_sent_again_though_a_write_was_made_at_the_same_time() {
    let server = Server::start(|seen, _| match seen.target.rsplit('/').next().unwrap() {
        "$batch" => Reply::Cut(Vec::new()),
        id => Reply::json(&json!({ "id": id }).to_string()),
    })
    .await;
    let client = Client::builder().base_url(&server.url).token("t").environment(VirtualTime::new());
    let client = client.coalesce(Duration::from_millis(500)).build().unwrap();
    let (create, other) = (CreateThing { id: "1".into() }, CreateThing { id: "2".into() });
    let (one, two, first, second) = tokio::join!(
        client.send(&get("1")).into_future(),
        client.send(&get("2")).into_future(),
        client.send(&create).into_future(),
        client.send(&other).into_future(),
    );
    assert_eq!((one.unwrap().id, two.unwrap().id), ("1".to_owned(), "2".to_owned()));
    assert!(first.unwrap_err().is_transport() && second.unwrap_err().is_transport());
    let mut seen = server.seen();
    let alone = seen.split_off(2);
    assert!(seen.iter().all(|seen| seen.target.ends_with("$batch")), "the writes and the reads");
    assert_eq!(alone.len(), 2, "the reads once more, with the batch behind them");
    assert!(alone.iter().all(|seen| seen.method == "GET" && seen.header("retry-attempt") == Some("1")));
}

#[tokio::test]
async fn a_batch_that_was_too_much_did_nothing_so_its_writes_go_alone() {
    for status in [429, 509] {
        let server = Server::start(move |seen, _| match seen.target.rsplit('/').next().unwrap() {
            "$batch" => Reply::status(status),
            _ => Reply::json(r#"{"id":"made"}"#),
        })
        .await;
        let client = Client::builder().base_url(&server.url).token("t").environment(VirtualTime::new());
        let client = client.coalesce(Duration::from_millis(500)).build().unwrap();
        let (create, other) = (CreateThing { id: "1".into() }, CreateThing { id: "2".into() });
        let (one, two) = tokio::join!(client.send(&create).into_future(), client.send(&other).into_future());
        assert!(one.is_ok() && two.is_ok(), "{status}: {one:?} {two:?}");
    }
}

#[tokio::test]
async fn a_write_whose_response_comes_later_is_not_made_twice() {
    let server = Server::start(|seen, _| {
        if seen.method == "GET" {
            let two = json!({"id": "2", "status": 201, "body": {"id": "two"}});
            return Reply::json(&json!({"responses": [two]}).to_string());
        }
        let one = json!({"id": "1", "status": 201, "body": {"id": "one"}});
        Reply::json(&json!({"responses": [one], "@odata.nextLink": "$batch?part=2"}).to_string())
    })
    .await;
    let builder = Client::builder().base_url(&server.url).token("t");
    let client = builder.coalesce(Duration::from_millis(200)).build().unwrap();
    let create = |id: &str| client.send(CreateThing { id: id.into() }).into_future();
    let (one, two) = tokio::join!(create("a"), create("b"));
    assert_eq!((one.unwrap().id, two.unwrap().id), ("one".into(), "two".into()));
    let seen: Vec<_> = server.seen().into_iter().map(|seen| seen.method).collect();
    assert_eq!(seen, ["POST", "GET"]);
}
