//! Sources and content that change while they are transferred: it is noticed, and two versions are never joined.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::{ContentVersion, RetryPolicy, SourceVersion, UploadSession, UploadSource};

use super::upload::content;
use crate::support::blob::{Blob, Fault};
use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

const GRAIN: usize = 327_680;

#[graph_endpoint(POST, "/me/drive/root:/x:/createUploadSession", response = UploadSession)]
struct Create {}

#[graph_endpoint(GET, "/me/drive/items/1/content")]
struct GetContent {}

fn client(url: &str) -> Client {
    let client = Client::builder().token("t").base_url(url).retry(RetryPolicy::none());
    client.environment(VirtualTime::new()).build().unwrap()
}

/// A file of this test's own, removed in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(bytes: &[u8]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!(
            "graph-endpoint-changing-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, bytes).unwrap();
        // Whatever is written from here on has another time.
        let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
        File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn grow(path: &Path) {
    File::options().append(true).open(path).unwrap().write_all(b"more").unwrap();
}

fn shrink(path: &Path) {
    File::options().write(true).open(path).unwrap().set_len(GRAIN as u64 + 1).unwrap();
}

fn overwrite(path: &Path) {
    File::options().write(true).open(path).unwrap().write_all(b"other").unwrap();
}

fn replace(path: &Path) {
    let other = path.with_extension("other");
    std::fs::write(&other, content(3 * GRAIN)).unwrap();
    let time = std::fs::metadata(path).unwrap().modified().unwrap();
    File::options().write(true).open(&other).unwrap().set_modified(time).unwrap();
    std::fs::rename(other, path).unwrap();
}

type Change = fn(&Path);
type Open = fn(&Path) -> UploadSource;

fn by_path(path: &Path) -> UploadSource {
    path.into()
}

fn by_file(path: &Path) -> UploadSource {
    File::open(path).unwrap().into()
}

fn by_reader(path: &Path) -> UploadSource {
    UploadSource::reader(tokio::fs::File::from_std(File::open(path).unwrap()))
}

/// What can be told of which source.
const CASES: &[(Open, Change, &str)] = &[
    (by_path, grow, "longer"),
    (by_path, shrink, "shorter"),
    (by_path, overwrite, "written to"),
    (by_path, replace, "another file"),
    (by_file, grow, "longer"),
    (by_file, shrink, "shorter"),
    (by_file, overwrite, "written to"),
    (by_reader, grow, "longer"),
    (by_reader, shrink, "shorter"),
];

#[tokio::test]
async fn a_source_that_changes_between_slices_ends_its_upload_and_its_session() {
    for (open, change, problem) in CASES {
        let file = Scratch::new(&content(3 * GRAIN));
        let blob = Blob::start(vec![]).await;
        let path = file.0.clone();
        let change = *change;
        let upload = client(&blob.url)
            .upload(&Create {}, open(&file.0))
            .slice_size(GRAIN as u64)
            .on_progress(move |progress| {
                if progress.transferred == GRAIN as u64 {
                    change(&path)
                }
            });
        let error = upload.await.unwrap_err();
        assert!(error.is_changed() && error.is_conflict(), "{error:?}");
        assert!(error.to_string().contains(problem), "{error}");
        assert_eq!((blob.seen("PUT").len(), blob.seen("DELETE").len()), (1, 1), "{problem}");
        let drive = blob.drive.lock().unwrap();
        assert!(!drive.done && !drive.alive, "{problem}");
    }
}

#[tokio::test]
async fn a_source_that_changes_behind_its_last_slice_is_told_too() {
    for (open, change, problem) in CASES {
        let file = Scratch::new(&content(2 * GRAIN));
        let path = file.0.clone();
        let change = *change;
        let server = Server::start(move |seen, index| match index {
            0 => Reply::json(&format!(r#"{{"uploadUrl":"http://{}/up"}}"#, seen.header("host").unwrap())),
            1 => Reply::new(202, &[], r#"{"nextExpectedRanges":["327680-"]}"#),
            _ => {
                change(&path);
                Reply::new(201, &[], r#"{"id":"1"}"#)
            }
        })
        .await;
        let upload = client(&server.url).upload(&Create {}, open(&file.0)).slice_size(GRAIN as u64);
        let error = upload.await.unwrap_err();
        assert!(error.is_changed() && error.to_string().contains(problem), "{error}");
        assert!(error.to_string().contains("complete"), "{error}");
        // What is complete is not deleted.
        assert_eq!(server.seen().len(), 3);
    }
}

#[tokio::test]
async fn a_name_that_is_gone_and_bytes_change_nothing() {
    let file = Scratch::new(&content(3 * GRAIN));
    let blob = Blob::start(vec![]).await;
    let path = file.0.clone();
    let upload = client(&blob.url)
        .upload(&Create {}, file.0.as_path())
        .slice_size(GRAIN as u64)
        .on_progress(move |_| drop(std::fs::remove_file(&path)));
    upload.await.unwrap();
    assert!(blob.drive.lock().unwrap().uploaded == content(3 * GRAIN));
}

#[tokio::test]
async fn a_saved_session_goes_on_only_with_the_same_source() {
    let file = Scratch::new(&content(2 * GRAIN));
    let blob = Blob::start(vec![Fault::Nothing, Fault::Response(507, "")]).await;
    let saved = Arc::new(Mutex::new((String::new(), String::new())));
    let (session, version) = (saved.clone(), saved.clone());
    let first = client(&blob.url)
        .upload(&Create {}, file.0.as_path())
        .slice_size(GRAIN as u64)
        .resumptions(0)
        .on_session(move |it| session.lock().unwrap().0 = serde_json::to_string(it).unwrap())
        .on_source(move |it| version.lock().unwrap().1 = serde_json::to_string(it).unwrap());
    first.await.unwrap_err();
    let (session, version) = saved.lock().unwrap().clone();
    let session: UploadSession = serde_json::from_str(&session).unwrap();
    let version: SourceVersion = serde_json::from_str(&version).unwrap();
    assert_eq!(version.length, 2 * GRAIN as u64);

    let requests = blob.drive.lock().unwrap().seen.len();
    let resume = |source: UploadSource| {
        client(&blob.url).resume_upload(session.clone(), source).expect_source(version.clone())
    };
    let time = version.modified.unwrap();
    let other = Scratch::new(&content(2 * GRAIN));
    grow(&other.0);
    assert!(resume(by_path(&other.0)).await.unwrap_err().is_changed());
    shrink(&other.0);
    assert!(resume(by_path(&other.0)).await.unwrap_err().is_changed());
    let other = Scratch::new(&content(2 * GRAIN));
    overwrite(&other.0);
    assert!(resume(by_path(&other.0)).await.unwrap_err().is_changed());
    assert!(resume(Bytes::from_static(b"abc").into()).await.unwrap_err().is_changed());
    assert_eq!(blob.drive.lock().unwrap().seen.len(), requests, "nothing is sent, the session stays");
    // A copy with its time is as good.
    let other = Scratch::new(&content(2 * GRAIN));
    File::options().write(true).open(&other.0).unwrap().set_modified(time).unwrap();
    resume(by_path(&other.0)).await.unwrap();
    assert!(blob.drive.lock().unwrap().uploaded == content(2 * GRAIN));
}

/// A server whose first response is cut after five of ten bytes, and that gives `second` to all behind it.
async fn cut_then(first: &'static str, second: fn() -> Reply) -> Server {
    Server::start(move |_, index| match index {
        0 => {
            let head = format!("HTTP/1.1 200 OK\r\n{first}content-length: 10\r\n\r\nAAAAA");
            Reply::Cut(head.into_bytes())
        }
        _ => second(),
    })
    .await
}

fn part(headers: &[(&str, &str)], body: &str) -> Reply {
    Reply::new(206, headers, body)
}

#[tokio::test]
async fn a_resumed_download_needs_the_validator_it_began_with() {
    const STRONG: &str = "etag: \"1\"\r\n";
    const DATED: &str = "last-modified: Mon, 05 Jan 2026 00:00:00 GMT\r\n";
    const WEAK: &str = "etag: W/\"1\"\r\n";
    type Case = (&'static str, fn() -> Reply, Option<&'static str>, bool);
    let cases: &[Case] = &[
        // What comes first; what comes then; the `If-Range` that is sent; whether the two are joined.
        (
            STRONG,
            || part(&[("ETag", "\"1\""), ("Content-Range", "bytes 5-9/10")], "BBBBB"),
            Some("\"1\""),
            true,
        ),
        (
            STRONG,
            || part(&[("ETag", "\"2\""), ("Content-Range", "bytes 5-9/10")], "BBBBB"),
            Some("\"1\""),
            false,
        ),
        (STRONG, || part(&[("Content-Range", "bytes 5-9/10")], "BBBBB"), Some("\"1\""), false),
        (
            STRONG,
            || part(&[("ETag", "W/\"1\""), ("Content-Range", "bytes 5-9/10")], "BBBBB"),
            Some("\"1\""),
            false,
        ),
        (
            STRONG,
            || part(&[("ETag", "\"1\""), ("Content-Range", "bytes 5-9/11")], "BBBBB"),
            Some("\"1\""),
            false,
        ),
        (STRONG, || Reply::new(200, &[], "BBBBBBBBBB"), Some("\"1\""), false),
        (STRONG, || Reply::new(200, &[("ETag", "\"2\"")], "BBBBBBBBBB"), Some("\"1\""), false),
        (
            DATED,
            || {
                let date = ("Last-Modified", "Mon, 05 Jan 2026 00:00:00 GMT");
                part(&[date, ("Content-Range", "bytes 5-9/10")], "BBBBB")
            },
            Some("Mon, 05 Jan 2026 00:00:00 GMT"),
            true,
        ),
        (
            DATED,
            || {
                let date = ("Last-Modified", "Mon, 05 Jan 2026 00:00:01 GMT");
                part(&[date, ("Content-Range", "bytes 5-9/10")], "BBBBB")
            },
            Some("Mon, 05 Jan 2026 00:00:00 GMT"),
            false,
        ),
        (
            DATED,
            || part(&[("Content-Range", "bytes 5-9/10")], "BBBBB"),
            Some("Mon, 05 Jan 2026 00:00:00 GMT"),
            false,
        ),
        (WEAK, || part(&[("ETag", "W/\"1\""), ("Content-Range", "bytes 5-9/10")], "BBBBB"), None, false),
        ("", || part(&[("Content-Range", "bytes 5-9/10")], "BBBBB"), None, false),
        ("", || Reply::new(200, &[], "BBBBBBBBBB"), None, false),
    ];
    for (index, (first, second, if_range, joined)) in cases.iter().enumerate() {
        let server = cut_then(first, *second).await;
        let mut all = Vec::new();
        let outcome = client(&server.url).download(&GetContent {}).to_writer(&mut all).await;
        let seen = server.seen();
        assert_eq!(seen.get(1).and_then(|seen| seen.header("if-range")), *if_range, "case {index}");
        match outcome {
            Ok(_) => assert!(*joined && all == b"AAAAABBBBB", "case {index}: {all:?}"),
            Err(error) => {
                assert!(!joined && (error.is_changed() || error.is_transport()), "case {index}: {error:?}");
                assert_eq!(all, b"AAAAA", "case {index}");
                // Without a validator the rest isn't even asked for.
                assert_eq!(seen.len(), if if_range.is_some() { 2 } else { 1 }, "case {index}");
            }
        }
    }
}

#[tokio::test]
async fn a_file_and_bytes_are_begun_anew_where_nothing_tells_versions_apart() {
    for first in ["", "etag: \"1\"\r\n", "etag: W/\"1\"\r\n"] {
        for resumptions in [5, 0] {
            let server = cut_then(first, || Reply::new(200, &[], "BBBBBBBBBB")).await;
            let download = || client(&server.url).download(&GetContent {}).resumptions(resumptions);
            let file = Scratch::new(b"before");
            let outcome = download().to_file(&file.0).await;
            if resumptions == 0 {
                assert!(outcome.unwrap_err().is_transport());
                assert_eq!(std::fs::read(&file.0).unwrap(), b"AAAAA");
                continue;
            }
            assert_eq!(outcome.unwrap().length(), 10);
            assert_eq!(std::fs::read(&file.0).unwrap(), b"BBBBBBBBBB");
            let requests = server.seen();
            assert_eq!(requests.last().unwrap().header("range"), None);

            let server = cut_then(first, || Reply::new(200, &[], "BBBBBBBBBB")).await;
            let bytes = client(&server.url).download(&GetContent {}).bytes().await.unwrap();
            assert_eq!(bytes, "BBBBBBBBBB");
        }
    }
    // Not for ever.
    let server =
        Server::start(|_, _| Reply::Cut(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nAAAAA".to_vec()))
            .await;
    let error = client(&server.url).download(&GetContent {}).bytes().await.unwrap_err();
    assert!(error.is_transport() && error.to_string().contains("`ETag`"), "{error}");
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_saved_version_without_a_validator_resumes_nothing() {
    let blob = Blob::start(vec![]).await;
    blob.drive.lock().unwrap().content = content(100);
    for saved in
        [r#"{"etag":null,"lastModified":null,"length":100}"#, r#"{"etag":"W/\"1\"","length":100}"#, "{}"]
    {
        let version: ContentVersion = serde_json::from_str(saved).unwrap();
        let download = || client(&blob.url).download(&GetContent {}).resume(version.clone(), 50);
        let pieces: Result<Vec<Bytes>, _> = download().into_stream().try_collect().await;
        assert!(pieces.unwrap_err().is_changed());
        let file = Scratch::new(&[7; 50]);
        assert_eq!(download().to_file(&file.0).await.unwrap().length(), 100);
        assert_eq!(std::fs::read(&file.0).unwrap(), content(100));
    }
    assert!(blob.seen("GET").iter().all(|seen| seen.header("range").is_none()));
}

#[tokio::test]
async fn a_file_that_somebody_else_writes_to_is_given_up() {
    let blob = Blob::start(vec![]).await;
    blob.drive.lock().unwrap().content = content(3_000_000);
    let file = Scratch::new(b"");
    let path = file.0.clone();
    let mut told = false;
    let download = client(&blob.url).download(&GetContent {}).on_progress(move |progress| {
        if progress.transferred > 1_500_000 && !std::mem::replace(&mut told, true) {
            grow(&path);
        }
    });
    let error = download.to_file(&file.0).await.unwrap_err();
    assert!(error.is_io() && error.to_string().contains("somebody else"), "{error:?}");
}

#[tokio::test]
async fn bytes_are_all_there_and_not_too_many() {
    let blob = Blob::start(vec![Fault::Cut { after: 30, kept: false }]).await;
    blob.drive.lock().unwrap().content = content(100);
    let download = |client: &Client| client.download(&GetContent {});
    assert_eq!(download(&client(&blob.url)).bytes().await.unwrap(), content(100));
    assert_eq!(download(&client(&blob.url)).range(10..20).bytes().await.unwrap(), content(100)[10..20]);
    let small = |limit| {
        let client = Client::builder().token("t").base_url(&blob.url).max_body_size(limit);
        client.build().unwrap()
    };
    assert_eq!(download(&small(100)).bytes().await.unwrap().len(), 100);
    assert!(download(&small(99)).bytes().await.unwrap_err().is_too_large());
}
