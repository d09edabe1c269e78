//! Long-running operations, over real sockets.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use graph_endpoint::prelude::*;
use graph_endpoint::{OperationState, RetryPolicy};

use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

#[graph_endpoint(POST, "/me/drive/items/<id>/copy")]
struct Copy {
    id: String,
    name: String,
}

#[graph_endpoint(POST, "/teams", version = "beta")]
struct CreateTeam {
    display_name: String,
}

#[graph_type("microsoft.graph.driveItem")]
#[derive(Debug, PartialEq)]
struct Item {
    id: String,
}

fn copy() -> Copy {
    Copy { id: "1".into(), name: "b".into() }
}

fn client(server: &Server, time: &VirtualTime) -> Client {
    Client::builder()
        .token("t")
        .base_url(&server.url)
        .retry(RetryPolicy::none())
        .environment(time.clone())
        .build()
        .unwrap()
}

/// A server whose first response is 202 with `location`, the replies behind it one after the other.
async fn accepting(location: String, wait: Option<&'static str>, replies: Vec<fn() -> Reply>) -> Server {
    Server::start(move |_, index| match index {
        0 => {
            let retry = wait.map(|wait| ("Retry-After", wait));
            let headers: Vec<_> = [("Location", location.as_str())].into_iter().chain(retry).collect();
            Reply::new(202, &headers, "")
        }
        _ => replies[(index - 1).min(replies.len() - 1)](),
    })
    .await
}

#[tokio::test]
async fn a_monitor_elsewhere_without_the_token_as_often_as_it_says() {
    let monitor = Server::script(vec![
        || {
            Reply::new(
                202,
                &[],
                r#"{"operation":"ItemCopy","percentageComplete":27.8,"status":"inProgress"}"#,
            )
        },
        || {
            let body = r#"{"operation":"ItemCopy","percentageComplete":"60","status":"updating"}"#;
            Reply::new(202, &[("Retry-After", "7")], body)
        },
        || Reply::json(r#"{"percentageComplete":100.0,"resourceId":"01MOWKYVJML","status":"completed"}"#),
    ])
    .await;
    let location = format!("{}/monitor/4A3407B5?sig=secret", monitor.url);
    let server = accepting(location.clone(), Some("2.5"), vec![]).await;
    let time = VirtualTime::new();
    let operation = client(&server, &time).operation(copy()).await.unwrap();
    assert_eq!(operation.monitor_url(), Some(location.as_str()));
    assert!(!format!("{operation:?}").contains("secret"));

    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = heard.clone();
    let outcome = operation
        .on_progress(move |status| told.lock().unwrap().push(status.percentage_complete()))
        .wait()
        .await
        .unwrap();
    assert_eq!(outcome.status().resource_id(), Some("01MOWKYVJML"));
    assert_eq!(outcome.status().text(), Some("completed"));
    assert_eq!(*heard.lock().unwrap(), [Some(27.8), Some(60.0)]);
    // As it said; 5 s, where it didn't.
    assert_eq!(time.waits(), [3000, 5000, 7000]);
    for seen in monitor.seen() {
        assert_eq!((seen.header("authorization"), seen.header("client-request-id")), (None, None));
    }
    assert_eq!(server.seen()[0].header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn a_monitor_of_graphs_own_below_the_version() {
    let server = accepting(
        "/teams('t1')/operations('o1')".to_owned(),
        None,
        vec![
            || Reply::json(r#"{"id":"o1","operationType":"createTeam","status":"notStarted"}"#),
            || Reply::json(r#"{"id":"o1","status":"somethingNew"}"#),
            || Reply::json(r#"{"id":"o1","status":"succeeded","targetResourceLocation":"/teams('t1')"}"#),
            || Reply::json(r#"{"id":"t1"}"#),
        ],
    )
    .await;
    let time = VirtualTime::new();
    let operation = client(&server, &time).operation(&CreateTeam { display_name: "a".into() }).await.unwrap();
    let outcome = operation.interval(Duration::from_secs(30)).wait().await.unwrap();
    assert_eq!(outcome.status().resource_location(), Some("/teams('t1')"));
    assert_eq!(outcome.resource::<Item>().await.unwrap(), Item { id: "t1".into() });
    assert_eq!(time.waits(), [30_000; 3]);
    let seen = server.seen();
    assert_eq!(seen[1].target, "/beta/teams('t1')/operations('o1')");
    assert_eq!(seen[4].target, "/beta/teams('t1')");
    assert!(seen.iter().all(|seen| seen.header("authorization") == Some("Bearer t")));
}

#[tokio::test]
async fn what_a_303_leads_to_is_the_result() {
    let elsewhere = Server::script(vec![|| Reply::json(r#"{"id":"made"}"#)]).await;
    let to = elsewhere.url.clone();
    let server = Server::start(move |_, index| match index {
        0 => Reply::new(202, &[("Operation-Location", "/v1.0/monitor"), ("Location", "/v1.0/item")], ""),
        1 => Reply::new(307, &[("Location", "/moved/monitor")], ""),
        2 => Reply::new(303, &[("Location", &format!("{to}/item?sig=1"))], r#"{"status":"completed"}"#),
        _ => unreachable!(),
    })
    .await;
    let operation = client(&server, &VirtualTime::new()).operation(copy()).await.unwrap();
    let outcome = operation.wait().await.unwrap();
    assert_eq!(outcome.item::<Item>().unwrap(), Item { id: "made".into() });
    assert_eq!(outcome.status().resource_id(), Some("made"));
    let targets: Vec<_> = server.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(targets, ["/v1.0/me/drive/items/1/copy", "/v1.0/monitor", "/moved/monitor"]);
    assert_eq!(elsewhere.seen()[0].header("authorization"), None);
}

#[tokio::test]
async fn done_at_once_or_with_the_item_in_the_monitors_place() {
    let server = Server::script(vec![|| Reply::new(201, &[], r#"{"id":"now"}"#)]).await;
    let time = VirtualTime::new();
    let operation = client(&server, &time).operation(copy()).await.unwrap();
    assert_eq!(operation.monitor_url(), None);
    assert_eq!(operation.wait().await.unwrap().item::<Item>().unwrap(), Item { id: "now".into() });
    assert_eq!((server.seen().len(), time.waits().len()), (1, 0));

    let server = accepting(
        "/v1.0/monitor".into(),
        None,
        vec![|| Reply::status(202), || Reply::json(r#"{"id":"item"}"#)],
    )
    .await;
    let operation = client(&server, &time).operation(copy()).await.unwrap();
    assert_eq!(operation.wait().await.unwrap().item::<Item>().unwrap(), Item { id: "item".into() });
}

#[tokio::test]
async fn a_bad_end_is_an_error_with_graphs_code() {
    for (reply, code, text) in [
        (
            (|| Reply::json(r#"{"status":"failed","errorCode":"nameAlreadyExists","statusDescription":"s"}"#))
                as fn() -> Reply,
            Some("nameAlreadyExists"),
            "failed",
        ),
        (
            || Reply::json(r#"{"status":"Failed","error":{"code":"quotaLimitReached","message":"s"}}"#),
            Some("quotaLimitReached"),
            "failed",
        ),
        (|| Reply::json(r#"{"status":"cancelled"}"#), None, "cancelled"),
        (|| Reply::new(303, &[("Location", "/x")], r#"{"status":"failed"}"#), None, "failed"),
    ] {
        let server = accepting("/v1.0/monitor".into(), None, vec![reply]).await;
        let operation = client(&server, &VirtualTime::new()).operation(copy()).await.unwrap();
        let error = operation.wait().await.unwrap_err();
        assert!(error.is_failed_operation() && !error.is_status(), "{error:?}");
        assert_eq!(error.code(), code);
        assert!(error.to_string().contains(text), "{error}");
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_deadline_ends_the_waiting_and_a_saved_monitor_goes_on() {
    let server = accepting(
        "/v1.0/monitor".into(),
        Some("10"),
        vec![
            || Reply::new(202, &[("Retry-After", "10")], r#"{"status":"running"}"#),
            || Reply::new(202, &[("Retry-After", "10")], r#"{"status":"running"}"#),
            || Reply::json(r#"{"status":"succeeded"}"#),
        ],
    )
    .await;
    let time = VirtualTime::new();
    let client = client(&server, &time);
    let operation = client.operation(copy()).await.unwrap().deadline(Duration::from_secs(25));
    let monitor = operation.monitor_url().unwrap().to_owned();
    let error = operation.wait().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(time.waits(), [10_000, 10_000]);

    let mut again = client.resume_operation(&monitor);
    assert!(
        matches!(again.poll().await.unwrap(), OperationState::Done(status) if status.text() == Some("succeeded"))
    );
    assert!(matches!(again.poll().await.unwrap(), OperationState::Done(_)));
    assert_eq!(server.seen().len(), 4, "what is done is not asked again");
    again.wait().await.unwrap();
    assert_eq!(time.waits().len(), 2, "a look at a saved one is not waited for");
}

#[tokio::test]
async fn looks_that_fail_now_and_then_dont_end_the_waiting() {
    let server = accepting(
        "/v1.0/monitor".into(),
        None,
        vec![
            || Reply::status(502),
            || Reply::Cut(vec![]),
            || Reply::json(r#"{"status":"running"}"#),
            || Reply::status(500),
            || Reply::json(r#"{"status":"succeeded"}"#),
        ],
    )
    .await;
    let time = VirtualTime::new();
    client(&server, &time).operation(copy()).await.unwrap().wait().await.unwrap();
    assert_eq!(time.waits(), [5000; 5]);
    let server = accepting("/v1.0/monitor".into(), None, vec![|| Reply::status(502)]).await;
    let operation = client(&server, &time).operation(copy()).await.unwrap();
    assert_eq!(operation.wait().await.unwrap_err().status().unwrap(), 502);
    assert_eq!(server.seen().len(), 7);
}

#[tokio::test]
async fn what_leads_nowhere_is_an_error() {
    let server = Server::script(vec![|| Reply::status(202)]).await;
    let client = client(&server, &VirtualTime::new());
    assert!(client.operation(copy()).await.unwrap_err().is_decode());
    for url in ["http://monitor.example/1", "file:///etc/passwd", "//evil.example/x", "monitor"] {
        assert!(client.resume_operation(url).wait().await.unwrap_err().is_build(), "{url}");
    }
    let server = accepting("/v1.0/m".into(), None, vec![|| Reply::new(302, &[("Location", "/v1.0/m")], "")]);
    let server = server.await;
    let operation = self::client(&server, &VirtualTime::new()).operation(copy()).await.unwrap();
    assert!(operation.wait().await.unwrap_err().is_redirect());
    let server = accepting("/v1.0/m".into(), None, vec![|| Reply::status(404)]).await;
    let operation = self::client(&server, &VirtualTime::new()).operation(copy()).await.unwrap();
    assert!(operation.wait().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_monitor_that_says_at_once_is_not_asked_at_once() {
    let running = || Reply::new(202, &[("Retry-After", "0")], r#"{"status":"running"}"#);
    for (interval, floor) in [(5000, 1000), (1000, 1000), (300, 300), (0, 10)] {
        let server = accepting("/v1.0/monitor".into(), Some("0"), vec![running]).await;
        let time = VirtualTime::new();
        let operation = client(&server, &time).operation(copy()).await.unwrap();
        let deadline = Duration::from_millis(floor * 8);
        let operation = operation.interval(Duration::from_millis(interval)).deadline(deadline);
        assert!(operation.wait().await.unwrap_err().is_timeout());
        assert_eq!(time.waits(), [u128::from(floor); 7], "{interval}");
    }
    // A saved one is asked at once, once.
    let server = Server::script(vec![running]).await;
    let time = VirtualTime::new();
    let saved = client(&server, &time).resume_operation("/v1.0/monitor").deadline(Duration::from_secs(3));
    assert!(saved.wait().await.unwrap_err().is_timeout());
    assert_eq!(time.waits(), [0, 1000, 1000]);
}

#[tokio::test]
async fn a_monitor_that_moves_with_each_look_has_the_same_pace() {
    let server = Server::start(|_, index| match index {
        0 => Reply::new(202, &[("Location", "/v1.0/m0")], ""),
        index if index % 2 == 1 => Reply::new(302, &[("Location", &format!("/v1.0/m{index}"))], ""),
        _ => Reply::new(202, &[("Retry-After", "0"), ("Location", "/v1.0/m")], r#"{"status":"running"}"#),
    })
    .await;
    let time = VirtualTime::new();
    let operation = client(&server, &time).operation(copy()).await.unwrap();
    let operation = operation.deadline(Duration::from_secs(15));
    assert!(operation.wait().await.unwrap_err().is_timeout());
    assert_eq!(time.waits().len(), 10);
    assert_eq!(server.seen().len(), 1 + 2 * 10);
}

#[tokio::test]
async fn an_error_in_a_good_status_is_an_error() {
    let refused = || Reply::json(r#"{"error":{"code":"accessDenied","message":"m"}}"#);
    let server = accepting("/v1.0/monitor".into(), None, vec![refused]).await;
    let operation = client(&server, &VirtualTime::new()).operation(copy()).await.unwrap();
    assert_eq!(operation.wait().await.unwrap_err().code(), Some("accessDenied"));
    let server = Server::script(vec![refused]).await;
    let error = client(&server, &VirtualTime::new()).operation(copy()).await.unwrap_err();
    assert_eq!(error.code(), Some("accessDenied"));
    // A page to sign in at is no end of an operation.
    let page = || Reply::new(200, &[("content-type", "text/html")], "\u{feff} <html>Sign in</html>");
    let server = accepting("/v1.0/monitor".into(), None, vec![page]).await;
    let operation = client(&server, &VirtualTime::new()).operation(copy()).await.unwrap();
    let error = operation.wait().await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("HTML"), "{error}");
    assert_eq!(error.status().unwrap(), 200);
    let found = vec![(|| Reply::new(303, &[("Location", "/v1.0/made")], "")) as fn() -> Reply, refused];
    let server = accepting("/v1.0/monitor".into(), None, found).await;
    let operation = client(&server, &VirtualTime::new()).operation(copy()).await.unwrap();
    assert_eq!(operation.wait().await.unwrap_err().code(), Some("accessDenied"));
}

/// The POST was accepted: an error that named it alone would say that it was not.
#[tokio::test]
async fn what_a_monitor_answers_is_told_from_what_the_call_was_answered() {
    let broken: fn() -> Reply = || Reply::Cut(vec![]);
    for (reply, problem) in [
        ((|| Reply::status(404)) as fn() -> Reply, "the monitor: 404 Not Found"),
        (|| Reply::json(r#"{"error":{"code":"x"}}"#), "the monitor: 200 OK, x"),
        (broken, "the monitor: the connection broke"),
    ] {
        let server = accepting("/monitor".into(), None, vec![reply]).await;
        let time = VirtualTime::new();
        let mut operation = client(&server, &time).operation(copy()).await.unwrap();
        let error = operation.poll().await.unwrap_err();
        assert_eq!(error.to_string(), format!("POST /me/drive/items/<id>/copy: {problem}"));
    }
}

#[tokio::test]
async fn a_result_that_is_not_there_is_told_from_the_call() {
    let server = Server::start(|seen, _| match seen.target.as_str() {
        "/v1.0/monitor" => Reply::new(303, &[("Location", "/gone")], ""),
        "/gone" => Reply::status(404),
        _ => Reply::new(202, &[("Location", "/monitor")], ""),
    })
    .await;
    let time = VirtualTime::new();
    let error = client(&server, &time).operation(copy()).await.unwrap().wait().await.unwrap_err();
    let problem = "the operation's result: 404 Not Found";
    assert_eq!(error.to_string(), format!("POST /me/drive/items/<id>/copy: {problem}"));
    assert!(error.is_not_found());
}

#[tokio::test]
async fn no_look_takes_longer_than_there_is_time() {
    // One that asks for a longer pause, and one that says nothing.
    let monitors: [fn() -> Reply; 2] =
        [|| Reply::new(429, &[("Retry-After", "250")], ""), || Reply::Silence(Duration::from_secs(600))];
    for (monitor, left) in monitors.into_iter().zip([60_000, 50]) {
        let server = accepting("/v1.0/monitor".into(), None, vec![monitor]).await;
        let time = VirtualTime::new();
        let client = Client::builder().token("t").base_url(&server.url).environment(time.clone());
        let operation = client.build().unwrap().operation(copy()).await.unwrap();
        let waiting = operation.deadline(Duration::from_millis(5000 + left)).wait();
        let error = tokio::time::timeout(Duration::from_secs(30), waiting).await.unwrap().unwrap_err();
        assert!(error.is_timeout() && error.to_string().contains("it goes on"), "{error}");
        assert_eq!((time.waits(), server.seen().len()), (vec![5000], 2));
    }
}

#[tokio::test]
async fn a_pause_longer_than_a_call_is_no_end() {
    let monitor: Vec<fn() -> Reply> =
        vec![|| Reply::new(429, &[("Retry-After", "400")], ""), || Reply::json(r#"{"status":"completed"}"#)];
    let server = accepting("/v1.0/monitor".into(), None, monitor).await;
    let time = VirtualTime::new();
    client(&server, &time).operation(copy()).await.unwrap().wait().await.unwrap();
    assert_eq!(time.waits(), [5000, 400_000]);
}

#[tokio::test]
async fn what_is_not_there_yet_is_waited_for() {
    let looks: Vec<fn() -> Reply> = vec![
        // The status stands beside what no parser takes.
        || Reply::json(r#"{"status":"running","percentageComplete":1e999}"#),
        // The result is promised, and isn't there.
        || Reply::new(303, &[("Location", "/v1.0/result")], ""),
        || Reply::new(202, &[("Retry-After", "7")], ""),
        || Reply::new(303, &[("Location", "/v1.0/result")], ""),
        || Reply::json(r#"{"id":"1"}"#),
    ];
    let server = accepting("/v1.0/monitor".into(), None, looks).await;
    let time = VirtualTime::new();
    let done = client(&server, &time).operation(copy()).await.unwrap().wait().await.unwrap();
    assert_eq!(done.item::<Item>().unwrap(), Item { id: "1".into() });
    assert_eq!(time.waits(), [5000, 5000, 7000]);
}
