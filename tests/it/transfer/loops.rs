//! Services that would keep a transfer going for ever: each loop has a count and a backoff.

use std::time::Duration;

use graph_endpoint::prelude::*;
use graph_endpoint::{RetryPolicy, UploadSession};

use super::upload::content;
use crate::support::server::{Reply, Seen, Server};
use crate::support::virtual_time::VirtualTime;

const GRAIN: usize = 327_680;

#[graph_endpoint(POST, "/me/drive/root:/x:/createUploadSession", response = UploadSession)]
struct Create {}

#[graph_endpoint(GET, "/me/drive/items/1/content")]
struct GetContent {}

fn client(server: &Server, time: &VirtualTime) -> Client {
    let client = Client::builder().token("t").base_url(&server.url).retry(RetryPolicy::none());
    client.environment(time.clone()).build().unwrap()
}

#[tokio::test]
async fn a_byte_a_connection_ends_a_download() {
    let server = Server::start(|seen, _| {
        let at: usize =
            seen.header("range").map_or(0, |range| range[6..].trim_end_matches('-').parse().unwrap());
        let head = match at {
            0 => "HTTP/1.1 200 OK\r\n".to_owned(),
            at => format!("HTTP/1.1 206 Part\r\ncontent-range: bytes {at}-99999/100000\r\n"),
        };
        let head = format!("{head}etag: \"1\"\r\ncontent-length: {}\r\n\r\nA", 100_000 - at);
        Reply::Cut(head.into_bytes())
    })
    .await;
    let time = VirtualTime::new();
    let error = client(&server, &time).download(&GetContent {}).bytes().await.unwrap_err();
    assert!(error.is_transport(), "{error:?}");
    assert_eq!(server.seen().len(), 51);
    // In the first three seconds there are few of them.
    assert_eq!(time.waits()[..3], [1000, 2000, 4000]);
    assert!(time.passed() > Duration::from_secs(2000));
}

/// How many slices a service gets out of an upload of four of them, and how it ends.
async fn slices(
    response: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static,
) -> (Error, usize, Duration) {
    let server = Server::start(move |seen, index| match seen.method.as_str() {
        "POST" => {
            let host = seen.header("host").unwrap();
            Reply::json(&format!(r#"{{"uploadUrl":"http://{host}/up","nextExpectedRanges":["0-"]}}"#))
        }
        _ => response(seen, index),
    })
    .await;
    let time = VirtualTime::new();
    let upload = client(&server, &time).upload(&Create {}, content(4 * GRAIN)).slice_size(GRAIN as u64);
    let error = upload.await.unwrap_err();
    (error, server.seen().len(), time.passed())
}

fn expects(ranges: &str) -> Reply {
    Reply::new(202, &[], &format!(r#"{{"nextExpectedRanges":["{ranges}"]}}"#))
}

fn start(seen: &Seen) -> usize {
    seen.header("content-range").unwrap()[6..].split('-').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn an_upload_session_that_leads_nowhere_ends_the_upload() {
    // One byte of each slice.
    let (error, requests, passed) = slices(|seen, _| expects(&format!("{}-", start(seen) + 1))).await;
    assert!(error.is_decode() && error.to_string().contains("too few"), "{error:?}");
    assert!(requests <= 53 && passed > Duration::from_secs(2000), "{requests} {passed:?}");
    // One byte at a time.
    let (error, requests, _) = slices(|seen, _| {
        let next = start(seen) + 1;
        expects(&format!("{next}-{next}"))
    })
    .await;
    assert!(error.is_decode() && error.to_string().contains("too few"), "{error:?}");
    assert!(requests <= 53, "{requests}");
    // Forth and back.
    let (error, requests, _) = slices(|seen, _| match start(seen) {
        0 => expects("327680-"),
        _ => expects("0-"),
    })
    .await;
    assert!(error.is_decode() && error.to_string().contains("again and again"), "{error:?}");
    assert!(requests < 20, "{requests}");
    // Refused, and the state says that it is wanted.
    for status in [416, 500, 502] {
        let (error, requests, _) = slices(move |seen, _| match seen.method.as_str() {
            "GET" => Reply::json(r#"{"nextExpectedRanges":["0-"]}"#),
            _ => Reply::status(status),
        })
        .await;
        assert_eq!(error.status().unwrap(), status);
        assert!(requests < 20, "{status}: {requests}");
    }
    // Gone, again and again.
    let (error, requests, _) = slices(|_, _| Reply::status(404)).await;
    assert!(error.is_expired(), "{error:?}");
    assert_eq!(requests, 6);
    // Graph's error with a good status.
    let (error, requests, _) =
        slices(|_, _| Reply::json(r#"{"error":{"code":"quotaLimitReached","message":"m"}}"#)).await;
    assert_eq!((error.code(), requests), (Some("quotaLimitReached"), 2));
}
