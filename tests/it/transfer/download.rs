//! Downloads with ranges.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::{Download, RetryPolicy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::upload::content;
use crate::support::blob::{Blob, Fault};
use crate::support::virtual_time::VirtualTime;

#[graph_endpoint(GET, "/me/drive/items/<id>/content")]
struct GetContent {
    id: String,
}

/// A drive with that content, and the download of it.
pub(super) async fn drive(length: usize, faults: Vec<Fault>) -> (Blob, Download) {
    let blob = Blob::start(faults).await;
    blob.drive.lock().unwrap().content = content(length);
    let client = Client::builder()
        .token("t")
        .base_url(&blob.url)
        .retry(RetryPolicy::none())
        .environment(VirtualTime::new())
        .build()
        .unwrap();
    let download = client.download(&GetContent { id: "1".into() });
    (blob, download)
}

pub(super) fn cut(after: usize) -> Fault {
    Fault::Cut { after, kept: false }
}

pub(super) fn ranges(blob: &Blob) -> Vec<Option<String>> {
    let seen = blob.seen("GET").into_iter().filter(|seen| seen.target.starts_with("/blob"));
    seen.map(|seen| seen.header("range").map(str::to_owned)).collect()
}

pub(super) async fn collected(download: Download) -> Result<Vec<u8>, Error> {
    let mut all = Vec::new();
    download.to_writer(&mut all).await?;
    Ok(all)
}

/// A path of this test's own, removed in the end.
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    pub(super) fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("graph-endpoint-{name}-{}", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn to_a_writer_a_file_and_a_stream() {
    let (_blob, download) = drive(3_000_000, vec![]).await;
    assert!(collected(download).await.unwrap() == content(3_000_000));

    let (_blob, download) = drive(3_000_000, vec![]).await;
    let file = Scratch::new("file");
    std::fs::write(&file.0, vec![7; 4_000_000]).unwrap();
    let heard = Arc::new(Mutex::new(None));
    let told = heard.clone();
    let done = download
        .on_progress(move |progress| *told.lock().unwrap() = Some((progress.transferred, progress.total)))
        .to_file(&file.0)
        .await
        .unwrap();
    assert_eq!((done.length(), done.version().etag.as_deref()), (3_000_000, Some("\"one\"")));
    assert_eq!(*heard.lock().unwrap(), Some((3_000_000, Some(3_000_000))));
    assert!(std::fs::read(&file.0).unwrap() == content(3_000_000));

    let (_blob, download) = drive(100, vec![]).await;
    let pieces: Vec<bytes::Bytes> = download.into_stream().try_collect().await.unwrap();
    assert_eq!(pieces.concat(), content(100));

    let (_blob, download) = drive(0, vec![]).await;
    assert_eq!(collected(download).await.unwrap(), [0; 0]);
}

#[tokio::test]
async fn behind_a_redirect_neither_token_nor_id_goes() {
    let other = Blob::start(vec![cut(10)]).await;
    other.drive.lock().unwrap().content = content(100);
    let (blob, download) = drive(0, vec![]).await;
    blob.drive.lock().unwrap().location = Some(format!("{}/blob/1?sig=secret", other.url));
    assert_eq!(collected(download).await.unwrap(), content(100));
    assert_eq!(blob.seen("GET").len(), 1, "the cut is mended where the content is");
    assert_eq!(blob.seen("GET")[0].header("authorization"), Some("Bearer t"));
    assert_eq!(blob.seen("GET")[0].header("range"), None);
    let seen = other.seen("GET");
    assert_eq!(seen.len(), 2);
    for seen in seen {
        assert_eq!((seen.header("authorization"), seen.header("client-request-id")), (None, None));
    }
    for location in ["http://content.example/1", "file:///etc/passwd", "http://["] {
        let (blob, download) = drive(0, vec![]).await;
        blob.drive.lock().unwrap().location = Some(location.to_owned());
        let error = collected(download).await.unwrap_err();
        assert!(error.is_build() || error.is_redirect(), "{location}: {error:?}");
    }
}

#[tokio::test]
async fn an_error_of_the_location_is_told_from_one_of_the_endpoint() {
    let other = Blob::start(vec![Fault::Response(401, ""), Fault::Response(507, "")]).await;
    for status in ["401 Unauthorized", "507 Insufficient Storage"] {
        let (blob, download) = drive(0, vec![]).await;
        blob.drive.lock().unwrap().location = Some(format!("{}/blob/1", other.url));
        let error = collected(download).await.unwrap_err().to_string();
        assert!(error.contains(&format!("/content: the download location: {status}")), "{error}");
    }
    let (blob, download) = drive(0, vec![]).await;
    blob.drive.lock().unwrap().location = Some("http://127.0.0.1:9/blob/1".to_owned());
    let error = collected(download).await.unwrap_err().to_string();
    assert!(error.ends_with("the download location: no connection could be made"), "{error}");

    let (blob, download) = drive(0, vec![Fault::Response(401, "")]).await;
    blob.drive.lock().unwrap().direct = true;
    let error = collected(download).await.unwrap_err().to_string();
    assert!(error.contains("/content: 401 Unauthorized"), "{error}");
}

#[tokio::test]
async fn a_cut_line_is_taken_up_where_it_broke() {
    let faults = vec![cut(10), cut(0), Fault::NoResponse, Fault::Response(502, ""), cut(50)];
    let (blob, download) = drive(100, faults).await;
    assert_eq!(collected(download).await.unwrap(), content(100));
    let seen: Vec<_> = ranges(&blob).into_iter().map(Option::unwrap_or_default).collect();
    assert_eq!(seen, ["", "bytes=10-", "bytes=10-", "bytes=10-", "bytes=10-", "bytes=60-"]);
    let resumed = blob.seen("GET").into_iter().find(|seen| seen.header("range").is_some()).unwrap();
    assert_eq!(resumed.header("if-range"), Some("\"one\""));

    // Not for ever, when nothing comes any more.
    let (blob, download) = drive(100, vec![cut(0); 50]).await;
    assert!(collected(download).await.unwrap_err().is_transport());
    assert_eq!(ranges(&blob).len(), 6);
    let (blob, download) = drive(100, vec![cut(10); 50]).await;
    assert!(collected(download.resumptions(0)).await.unwrap_err().is_transport());
    assert_eq!(ranges(&blob).len(), 1);
}

#[tokio::test]
async fn a_link_that_expires_is_asked_for_again() {
    let (blob, download) = drive(100, vec![Fault::Forget]).await;
    assert_eq!(collected(download).await.unwrap(), content(100));
    let targets: Vec<_> = blob.seen("GET").into_iter().map(|seen| seen.target).collect();
    let content = "/v1.0/me/drive/items/1/content";
    assert_eq!(targets, [content, "/blob/1", "/blob/1", content, "/blob/2"]);
}

#[tokio::test]
async fn content_right_where_it_is_asked_for() {
    let (blob, download) = drive(100, vec![cut(30)]).await;
    blob.drive.lock().unwrap().direct = true;
    assert_eq!(collected(download).await.unwrap(), content(100));
    let seen = blob.seen("GET");
    assert_eq!(seen.len(), 2);
    assert_eq!(
        (seen[1].header("range"), seen[1].header("authorization")),
        (Some("bytes=30-"), Some("Bearer t"))
    );

    let (blob, download) = drive(100, vec![]).await;
    blob.drive.lock().unwrap().direct = true;
    assert_eq!(collected(download.range(10..20)).await.unwrap(), content(100)[10..20]);
}

#[tokio::test]
async fn ranges_whether_they_are_heeded_or_not() {
    for no_ranges in [false, true] {
        for (start, end) in [(0, 10), (10, 20), (90, 100), (90, 200)] {
            let (blob, download) = drive(100, vec![cut(5)]).await;
            blob.drive.lock().unwrap().no_ranges = no_ranges;
            let bytes = collected(download.range(start as u64..end as u64)).await.unwrap();
            assert_eq!(bytes, content(100)[start..end.min(100)], "{start}..{end} {no_ranges}");
        }
    }
    let (_blob, download) = drive(100, vec![]).await;
    assert_eq!(collected(download.range(95..)).await.unwrap(), content(100)[95..]);
    let (_blob, download) = drive(100, vec![]).await;
    assert_eq!(collected(download.range(100..)).await.unwrap_err().status().unwrap(), 416);
    let (_blob, download) = drive(100, vec![]).await;
    #[allow(clippy::reversed_empty_ranges, reason = "that is the mistake")]
    let backwards = download.range(5..3);
    assert!(collected(backwards).await.unwrap_err().is_build());
}

#[tokio::test]
async fn a_range_ends_where_it_was_asked_to_end() {
    use crate::support::server::{Reply, Server};

    // More comes than was asked for, of a content whose length nobody says.
    let server = Server::start(|_, _| {
        let headers = [("etag", "\"1\""), ("content-range", "bytes 0-6/*")];
        Reply::new(206, &headers, "content")
    })
    .await;
    let client = Client::builder().token("t").base_url(&server.url).build().unwrap();
    let content = || client.download(&GetContent { id: "i".into() });
    assert_eq!(content().range(2..5).bytes().await.unwrap(), "nte");
    assert_eq!(content().range(2..).bytes().await.unwrap(), "ntent");
    assert_eq!(content().range(..99).bytes().await.unwrap(), "content");
}

#[tokio::test]
async fn every_status_that_brings_content_is_read() {
    use crate::support::server::{Reply, Server};

    for (status, body) in [(200, "content"), (201, "content"), (203, "content"), (204, ""), (205, "")] {
        let server = Server::start(move |_, _| Reply::new(status, &[], body)).await;
        let client = Client::builder().token("t").base_url(&server.url).build().unwrap();
        assert_eq!(client.download(&GetContent { id: "i".into() }).bytes().await.unwrap(), body, "{status}");
    }
    // There is nothing yet: an empty file would be a lie.
    let server = Server::start(|_, _| Reply::new(202, &[("location", "/later")], "")).await;
    let client = Client::builder().token("t").base_url(&server.url).build().unwrap();
    let error = client.download(&GetContent { id: "i".into() }).bytes().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 202);
}

#[tokio::test]
async fn content_that_changes_meanwhile_is_no_mixture() {
    for etag in ["\"two\"", ""] {
        let (blob, download) = drive(100, vec![cut(10)]).await;
        let drive_of = blob.drive.clone();
        let download = download.on_progress(move |_| {
            let mut drive = drive_of.lock().unwrap();
            drive.etag = etag.to_owned();
            drive.content = content(90);
        });
        let error = collected(download).await.unwrap_err();
        assert!(error.is_conflict(), "{error:?}");
    }
    // A file is begun anew.
    let (blob, download) = drive(3_000_000, vec![cut(2_000_000)]).await;
    let drive_of = blob.drive.clone();
    let file = Scratch::new("changed");
    let replaced = || content(2_500_000).into_iter().rev().collect::<Vec<_>>();
    let download = download.on_progress(move |progress| {
        if progress.transferred > 1_500_000 && progress.total == Some(3_000_000) {
            let mut drive = drive_of.lock().unwrap();
            (drive.etag, drive.content) = ("\"two\"".to_owned(), replaced());
        }
    });
    let done = download.to_file(&file.0).await.unwrap();
    assert_eq!((done.length(), done.version().etag.as_deref()), (2_500_000, Some("\"two\"")));
    assert!(std::fs::read(&file.0).unwrap() == replaced());
}

#[tokio::test]
async fn one_place_is_enough() {
    let blob = Blob::start(vec![cut(10), Fault::Forget, cut(0)]).await;
    blob.drive.lock().unwrap().content = content(100);
    let client = Client::builder()
        .token("t")
        .base_url(&blob.url)
        .max_concurrency(1)
        .retry(RetryPolicy::none())
        .environment(VirtualTime::new())
        .build()
        .unwrap();
    for direct in [false, true] {
        blob.drive.lock().unwrap().direct = direct;
        let download = client.download(&GetContent { id: "1".into() }).range(1..99);
        let bytes = tokio::time::timeout(std::time::Duration::from_secs(20), collected(download)).await;
        assert_eq!(bytes.unwrap().unwrap(), content(100)[1..99]);
    }
}

#[tokio::test]
async fn of_unknown_length_whole_and_in_part() {
    use crate::support::server::{Reply, Server};

    let server = Server::start(|_, _| {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        Reply::Raw(format!("{head}5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n").into_bytes())
    })
    .await;
    let client = Client::builder().token("t").base_url(&server.url).build().unwrap();
    let get = GetContent { id: "1".into() };
    for (range, bytes) in [(0..20, "0123456789"), (0..3, "012"), (2..5, "234"), (4..10, "456789")] {
        let download = client.download(&get).range(range.clone());
        assert_eq!(collected(download).await.unwrap(), bytes.as_bytes(), "{range:?}");
    }
    assert_eq!(collected(client.download(&get)).await.unwrap(), b"0123456789");
}

#[test]
fn a_blocking_client_downloads_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let blob = runtime.block_on(Blob::start(vec![cut(10)]));
    blob.drive.lock().unwrap().content = content(100);
    let client = Client::builder().token("t").base_url(&blob.url).build_blocking().unwrap();
    let download = || client.as_async().download(&GetContent { id: "1".into() });
    let pieces: Result<Vec<_>, _> = client.iter(download().into_stream()).collect();
    assert_eq!(pieces.unwrap().concat(), content(100));
    let file = Scratch::new("blocking");
    assert_eq!(client.wait(download().to_file(file.0.clone())).unwrap().length(), 100);
}

#[tokio::test]
async fn lengths_and_ranges_that_dont_fit_are_errors() {
    use crate::support::server::{Reply, Server};

    let run = async |reply: fn(usize) -> Reply| {
        let server = Server::start(move |_, index| reply(index)).await;
        let client = Client::builder()
            .token("t")
            .base_url(&server.url)
            .retry(RetryPolicy::none())
            .environment(VirtualTime::new())
            .build()
            .unwrap();
        let download = client.download(&GetContent { id: "1".into() });
        (collected(download).await.unwrap_err(), server.seen().len())
    };
    let short = |index| match index {
        0 => Reply::Cut(b"HTTP/1.1 200 OK\r\netag: \"1\"\r\ncontent-length: 10\r\n\r\n12345".to_vec()),
        // Less than it says, and again, and again.
        _ => Reply::new(206, &[("ETag", "\"1\""), ("Content-Range", "bytes 5-9/10")], ""),
    };
    let (error, requests) = run(short).await;
    assert!(error.is_transport() && error.to_string().contains("shorter"), "{error:?}");
    assert_eq!(requests, 6);

    let long = |index| match index {
        0 => Reply::Cut(b"HTTP/1.1 200 OK\r\netag: \"1\"\r\ncontent-length: 10\r\n\r\n12345".to_vec()),
        _ => Reply::new(206, &[("ETag", "\"1\""), ("Content-Range", "bytes 5-9/10")], "6789012345"),
    };
    assert!(run(long).await.0.to_string().contains("longer"));

    let elsewhere = |index| match index {
        0 => Reply::Cut(b"HTTP/1.1 200 OK\r\netag: \"1\"\r\ncontent-length: 10\r\n\r\n12345".to_vec()),
        _ => Reply::new(206, &[("ETag", "\"1\""), ("Content-Range", "bytes 6-9/10")], "6789"),
    };
    assert!(run(elsewhere).await.0.to_string().contains("another range"));

    // It says that it begins a byte earlier, and has what was asked for: which of its bytes is the next one?
    let contradictory = |index| match index {
        0 => Reply::Cut(b"HTTP/1.1 200 OK\r\netag: \"1\"\r\ncontent-length: 10\r\n\r\n12345".to_vec()),
        _ => Reply::new(206, &[("ETag", "\"1\""), ("Content-Range", "bytes 4-9/10")], "67890"),
    };
    let (error, requests) = run(contradictory).await;
    assert!(error.is_decode() && error.to_string().contains("another range"), "{error}");
    assert_eq!(requests, 2);

    let refused = |_| Reply::new(404, &[], r#"{"error":{"code":"itemNotFound"}}"#);
    let (error, requests) = run(refused).await;
    assert_eq!((error.is_not_found(), error.code(), requests), (true, Some("itemNotFound"), 1));
}

#[tokio::test]
async fn what_isnt_a_get_or_cant_be_written_is_an_error() {
    #[graph_endpoint(POST, "/me/drive/items/<id>/content")]
    struct Post {
        id: String,
    }
    let client = Client::builder().token("t").base_url("http://127.0.0.1:1").build().unwrap();
    let download = client.download(&Post { id: "1".into() });
    assert!(collected(download).await.unwrap_err().is_build());
    let (_blob, download) = drive(10, vec![]).await;
    assert!(download.to_file("/nowhere/at/all").await.unwrap_err().is_io());
}

/// Each piece comes in time, and the last one never.
#[tokio::test]
async fn a_timeout_is_that_of_the_whole_download() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let _ = socket.read(&mut [0; 4096]).await;
                let head = b"HTTP/1.1 200 OK\r\netag: \"one\"\r\ncontent-length: 1000000000\r\n\r\n";
                let mut sent = socket.write_all(head).await;
                while sent.is_ok() {
                    sent = socket.write_all(b"drop").await;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            });
        }
    });
    let client = Client::builder().token("t").base_url(url).build().unwrap();
    let download = || client.download(&GetContent { id: "1".into() }).timeout(Duration::from_millis(200));
    let errors = [
        download().bytes().await.unwrap_err(),
        download().to_writer(&mut Vec::new()).await.unwrap_err(),
        download().into_stream().try_collect::<Vec<_>>().await.unwrap_err(),
    ];
    let path = std::env::temp_dir().join(format!("graph-endpoint-{}-late", std::process::id()));
    let to_file = download().to_file(&path).await.unwrap_err();
    let kept = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(kept.starts_with(b"dropdrop") && kept.len() < 1_000_000, "what came is kept: {}", kept.len());
    for error in errors.into_iter().chain([to_file]) {
        assert!(error.is_timeout(), "{error}");
        let told = "the call's timeout of 200ms ran out while the call waited for the body of the response";
        assert!(error.to_string().contains(told), "{error}");
    }
}
