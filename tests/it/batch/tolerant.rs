//! What a batch forgives as a single call does, and what its errors say.

use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use futures_util::{Stream, StreamExt as _};
use graph_endpoint::Environment;
use graph_endpoint::prelude::*;

use serde_json::{Value, json};

use super::{CreateThing, DeleteThing, GetBetaThing, GetPhoto, answered, client, get, items, ok, server};
use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

#[tokio::test]
async fn json_in_base64_is_an_item_and_an_error_like_any_other() {
    let server = server(|item, _| {
        let json = json!({"Content-Type": "application/json"});
        match item["url"].as_str().unwrap() {
            // `{"id":"one"}`, `{"error":{"code":"itemNotFound"}}`
            "/things/1" => json!({"status": 200, "headers": json, "body": "eyJpZCI6Im9uZSJ9"}),
            "/things/2" => json!({"status": 404, "headers": json, "body": "eyJlcnJvciI6eyJjb2RlIjoiaXRlbU5vdEZvdW5kIn19"}),
            "/things/3" => json!({"status": 502, "headers": {"Content-Type": "text/html"}, "body": "<html>Bad Gateway</html>"}),
            "/things/4" => json!({"status": 200, "headers": json, "body": "<html>Sign in</html>"}),
            _ => ok(item),
        }
    })
    .await;
    let requests = ["1", "2", "3", "4", "5"].map(get).to_vec();
    let [one, two, three, four, five]: [_; 5] =
        client(&server, &VirtualTime::new()).batch(requests).await.unwrap().try_into().unwrap();
    assert_eq!(one.unwrap().id, "one");
    assert_eq!(two.unwrap_err().code(), Some("itemNotFound"));
    assert_eq!(three.unwrap_err().status().unwrap(), 502);
    let four = four.unwrap_err();
    assert!(four.is_decode() && four.to_string().contains("HTML"), "{four}");
    assert_eq!(five.unwrap().id, "5");
}

/// One response now, and a link to the next one in each of the forms that it has.
async fn in_parts(links: &'static [&'static str], last: fn() -> Reply) -> Server {
    Server::start(move |seen, index| {
        let Some(link) = links.get(index) else { return last() };
        let host = seen.header("host").unwrap();
        let url = if index % 2 == 0 {
            format!("http://{host}/v1.0/$batch?part={index}")
        } else {
            format!("$batch?part={index}")
        };
        let id = (index + 1).to_string();
        let response = json!({"id": id, "status": 200, "body": {"id": id}});
        Reply::json(&json!({"responses": [response], (*link): url}).to_string())
    })
    .await
}

#[tokio::test]
async fn responses_that_come_later_are_asked_for() {
    let server = in_parts(&["@odata.nextLink", "@nextLink", "nextLink"], || Reply::status(500)).await;
    let client = client(&server, &VirtualTime::new());
    let (one, two) = client.batch((get("1"), get("2"))).await.unwrap();
    assert_eq!((one.unwrap().id, two.unwrap().id), ("1".into(), "2".into()));
    let seen: Vec<_> = server.seen().into_iter().map(|seen| (seen.method, seen.target)).collect();
    let expected = [("POST", "/v1.0/$batch"), ("GET", "/v1.0/$batch?part=0")];
    assert_eq!(seen, expected.map(|(method, target)| (method.to_owned(), target.to_owned())));
    assert!(server.seen().iter().all(|seen| seen.header("authorization").is_some()));
}

#[tokio::test]
async fn where_the_rest_of_the_responses_can_not_be_had_what_came_stands() {
    let links = &["nextLink", "nextLink"];
    let server = in_parts(links, || Reply::new(410, &[], r#"{"error":{"code":"gone"}}"#)).await;
    let batch = [get("1"), get("2"), get("3"), get("4")];
    let [one, two, three, four] = client(&server, &VirtualTime::new()).batch(batch).await.unwrap();
    assert!(one.is_ok() && two.is_ok());
    for missing in [three, four] {
        assert_eq!(missing.unwrap_err().code(), Some("gone"));
    }
    let elsewhere = Server::start(|_, _| {
        let one = json!({"id": "1", "status": 200, "body": {"id": "1"}});
        Reply::json(&json!({"responses": [one], "@odata.nextLink": "https://other.example/b"}).to_string())
    })
    .await;
    let (one, two) = client(&elsewhere, &VirtualTime::new()).batch((get("1"), get("2"))).await.unwrap();
    let two = two.unwrap_err().to_string();
    assert!(one.is_ok() && two.contains("the batch's next link"), "{two}");
    assert_eq!(elsewhere.seen().len(), 1);
}

#[tokio::test]
async fn a_redirected_item_is_followed_without_the_token() {
    let other = Server::start(|seen, _| {
        Reply::new(200, &[("content-type", "text/csv")], &format!("{:?}", seen.header("authorization")))
    })
    .await;
    let link = format!("{}/report.csv?sig=x", other.url);
    let server = Server::start(move |seen, _| {
        if seen.method == "GET" {
            return Reply::json(r#"{"id":"moved"}"#);
        }
        let batch: Value = serde_json::from_slice(&seen.body).unwrap();
        answered(batch["requests"].as_array().unwrap(), |item| match item["url"].as_str().unwrap() {
            "/things/1" => json!({"status": 302, "headers": {"Location": "/v1.0/things/new"}}),
            "/things/2" => json!({"status": 302}),
            _ => json!({"status": 302, "headers": {"Location": link}, "body": null}),
        })
    })
    .await;
    let client = client(&server, &VirtualTime::new());
    let photo = |id: &str| GetPhoto { id: id.into() };
    let (content, moved, nowhere) = client.batch((photo("3"), get("1"), get("2"))).await.unwrap();
    assert_eq!((&content.unwrap()[..], moved.unwrap().id.as_str()), (&b"None"[..], "moved"));
    assert_eq!(nowhere.unwrap_err().status().unwrap(), 302);
    let every: Vec<_> = client.batch_all(["4", "5"].map(photo)).collect().await;
    assert!(every.iter().all(|content| content.as_ref().is_ok_and(|content| &content[..] == b"None")));
    let mut batch = client.new_batch();
    let content = batch.add(photo("6"));
    assert_eq!(&batch.send().await.unwrap().take(content).unwrap()[..], b"None");
}

#[tokio::test]
async fn an_answer_that_is_no_batch_keeps_its_status_and_id_for_each_request() {
    let replies: Vec<fn() -> Reply> = vec![
        || Reply::new(200, &[("request-id", "r-9"), ("content-type", "text/html")], "<html>Sign in</html>"),
        || Reply::new(202, &[("request-id", "r-9")], ""),
        || Reply::new(200, &[("request-id", "r-9")], r#"{"value": []}"#),
    ];
    let server = Server::script(replies).await;
    let client = client(&server, &VirtualTime::new());
    for status in [200, 202, 200] {
        let error = client.batch((get("1"), DeleteThing { id: "2".into() })).await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains("fate"), "{error}");
        assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (status, Some("r-9")));
    }
    let every: Vec<_> = client.batch_all((0..3).map(|id| get(id.to_string()))).collect().await;
    for outcome in every {
        assert_eq!(outcome.unwrap_err().request_id(), Some("r-9"));
    }
}

#[tokio::test]
async fn of_an_answer_that_was_cut_the_items_that_came_are_given_out() {
    let server = Server::start(|_, _| {
        Reply::new(
            200,
            &[("request-id", "r-7")],
            "\u{feff}{\"responses\": [7, {\"id\": 1, \"status\": \"200\", \"body\": {\"id\": \"one\"}}, {\"id\": \"2\", \"sta",
        )
    })
    .await;
    let (one, two) = client(&server, &VirtualTime::new()).batch((get("1"), get("2"))).await.unwrap();
    assert_eq!(one.unwrap().id, "one");
    let two = two.unwrap_err();
    assert!(two.to_string().contains("unknown"), "{two}");
    assert_eq!((two.status().unwrap().as_u16(), two.request_id()), (200, Some("r-7")));
}

#[tokio::test]
async fn the_error_names_the_request_that_is_wrong() {
    let server = server(|item, _| ok(item)).await;
    let client = client(&server, &VirtualTime::new());
    let list = ["a", "b", "", "d"].map(get).to_vec();
    let error = client.batch(list).await.unwrap_err();
    assert!(error.is_build() && error.to_string().contains(": requests[2] of the batch: "), "{error}");
    let error = client.batch((get("1"), get("2"), get(".."))).await.unwrap_err().to_string();
    assert!(error.contains(": requests[2] of the batch: ") && error.contains("`id`"), "{error}");
    let error = client.batch((get("1"), GetBetaThing { id: "1".into() })).await.unwrap_err().to_string();
    assert!(error.contains(": requests[1] of the batch: ") && error.contains("versions"), "{error}");
    let mut batch = client.new_batch();
    batch.add(&get("1"));
    batch.add(&get("."));
    let error = batch.send().await.unwrap_err().to_string();
    assert!(error.contains(": requests[1] of the batch: "), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn references_travel_as_what_they_refer_to() {
    let server = server(|item, _| ok(item)).await;
    let client = client(&server, &VirtualTime::new());
    let (one, create) = (get("1"), CreateThing { id: "2".into() });
    let (first,) = client.batch((&one,)).await.unwrap();
    assert_eq!(first.unwrap().id, "1");
    let (first, second) = client.batch((&one, &create)).await.unwrap();
    assert!(first.is_ok() && second.is_ok());
    let list = [get("1"), get("2")];
    let responses = client.batch(list.iter().collect::<Vec<_>>()).await.unwrap();
    assert!(responses.iter().all(Result::is_ok));
    let every: Vec<_> = client.batch_all(&list).collect().await;
    assert_eq!(every.into_iter().map(|thing| thing.unwrap().id).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(items(&server).len(), 4);
}

#[tokio::test]
async fn twenty_thousand_in_a_row_are_refused_at_once() {
    let server = server(|item, _| ok(item)).await;
    let client = client(&server, &VirtualTime::new());
    let mut batch = client.new_batch();
    let mut last = batch.add(&get("0"));
    for id in 1..20_000 {
        last = batch.add_after(&last, &get(id.to_string()));
    }
    let error = batch.send().await.unwrap_err();
    assert!(error.is_build() && error.to_string().contains("20000 requests"), "{error}");
    assert!(server.seen().is_empty());
}

#[test]
fn without_a_runtime_a_stream_of_batches_is_one_error() {
    let client = Client::builder().token("t").base_url("http://127.0.0.1:9").build().unwrap();
    let mut results = pin!(client.batch_all((0..).map(|id: u32| get(id.to_string()))));
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(Some(Err(error))) = results.as_mut().poll_next(&mut context) else { panic!() };
    assert!(error.is_build() && error.to_string().starts_with("POST /$batch: there is no tokio"), "{error}");
    assert!(matches!(results.as_mut().poll_next(&mut context), Poll::Ready(None)));
    assert!(matches!(results.as_mut().poll_next(&mut context), Poll::Ready(None)));
}

#[test]
fn a_runtime_that_ended_costs_its_requests_an_error_each() {
    let runtime =
        || tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (home, other) = (runtime(), runtime());
    let server = home.block_on(Server::start(|seen, index| match index {
        0 => Reply::Silence(Duration::from_secs(60)),
        _ => {
            answered(serde_json::from_slice::<Value>(&seen.body).unwrap()["requests"].as_array().unwrap(), ok)
        }
    }));
    let client = Client::builder().token("t").base_url(&server.url).build().unwrap();
    let mut results = client.batch_all((0..23).map(|id| get(id.to_string()))).parallel(1);
    other.block_on(async {
        assert!(futures_util::poll!(results.next()).is_pending());
        while server.seen().is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    });
    other.shutdown_background();
    let every: Vec<_> = home.block_on(results.collect());
    assert_eq!(every.len(), 23);
    assert!(every[..20].iter().all(|result| result.as_ref().is_err_and(Error::is_transport)));
    assert!(every[20..].iter().all(Result::is_ok));
}

struct Panics;

impl Environment for Panics {
    fn now(&self) -> Instant {
        panic!("the environment's own")
    }
}

#[tokio::test]
async fn a_panic_goes_on_in_the_caller() {
    let client =
        Client::builder().token("t").environment(Panics).base_url("http://127.0.0.1:9").build().unwrap();
    let all = client.clone();
    let stream = tokio::spawn(async move { all.batch_all([get("1")]).collect::<Vec<_>>().await });
    assert!(stream.await.unwrap_err().is_panic());
    let list = (0..40).map(|id| get(id.to_string())).collect::<Vec<_>>();
    let several = tokio::spawn(async move { client.batch(list).await });
    assert!(several.await.unwrap_err().is_panic());
}

/// Half of the client's deadline goes by with each response, of which each has one item's and a link.
async fn slow_in_parts(time: &VirtualTime) -> Server {
    let time = time.clone();
    Server::start(move |_, index| {
        time.pass(Duration::from_secs(150));
        let id = (index + 1).to_string();
        let response = json!({"id": id, "status": 200, "body": {"id": id}});
        let link = format!("$batch?part={index}");
        Reply::json(&json!({"responses": [response], "@odata.nextLink": link}).to_string())
    })
    .await
}

#[tokio::test]
async fn the_deadline_is_that_of_a_batch_with_all_its_links() {
    let time = VirtualTime::new();
    let server = slow_in_parts(&time).await;
    let things = ["1", "2", "3", "4"].map(get);
    let [one, two, three, four] = client(&server, &time).batch(things.clone()).await.unwrap();
    assert!(one.is_ok() && two.is_ok(), "what came stands");
    for late in [three, four] {
        let late = late.unwrap_err();
        assert!(late.is_timeout() && late.to_string().contains("the client's deadline of 300s"), "{late}");
    }
    assert_eq!(server.seen().len(), 2, "nothing is asked for beyond it");

    let time = VirtualTime::new();
    let server = slow_in_parts(&time).await;
    let client = Client::builder().base_url(&server.url).environment(time).coalesce(Duration::from_millis(5));
    let client = client.build().unwrap();
    let calls = things.iter().map(|thing| client.send(thing).into_future());
    let came: Vec<_> = futures_util::future::join_all(calls).await.iter().map(Result::is_ok).collect();
    assert_eq!((came, server.seen().len()), (vec![true, true, false, false], 2));
}

#[tokio::test]
async fn a_pause_in_front_of_a_batch_counts_against_its_deadline() {
    let busy = || Reply::new(503, &[("Retry-After", "200")], "{}");
    let server = Server::start(move |_, _| busy()).await;
    let time = VirtualTime::new();
    let client = client(&server, &time);
    client.send(get("1")).timeout(Duration::from_secs(100)).await.unwrap_err();
    client.batch((get("1"), get("2"))).await.unwrap_err();
    assert!(time.passed() <= Duration::from_secs(300), "{:?}", time.waits());
    assert_eq!(server.seen().len(), 2);
}
