//! Uploads by session.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::{RetryPolicy, UploadSession, UploadSource};

use crate::support::blob::{Blob, Fault};
use crate::support::virtual_time::VirtualTime;

const GRAIN: usize = 327_680;

#[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
struct Create {
    path: String,
}

#[graph_endpoint(POST, "/me/messages/<id>/attachments/createUploadSession", response = UploadSession)]
struct CreateAttachment {
    id: String,
}

#[graph_type("microsoft.graph.driveItem")]
#[derive(Debug, PartialEq)]
struct DriveItem {
    id: String,
    size: u64,
}

fn create() -> Create {
    Create { path: "a/b.bin".into() }
}

/// No two places in it look the same.
pub(super) fn content(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at ^ (at >> 8) ^ (at >> 16)) as u8).collect()
}

fn client(blob: &Blob) -> Client {
    Client::builder()
        .token("t")
        .base_url(&blob.url)
        .retry(RetryPolicy::none())
        .environment(VirtualTime::new())
        .build()
        .unwrap()
}

fn slices(blob: &Blob) -> Vec<String> {
    let range = |seen: crate::support::blob::Seen| seen.header("content-range").unwrap().to_owned();
    blob.seen("PUT").into_iter().map(range).collect()
}

#[tokio::test]
async fn slice_after_slice_without_a_token() {
    let blob = Blob::start(vec![]).await;
    let content = content(2 * GRAIN + 1000);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = heard.clone();
    let uploaded = client(&blob)
        .upload(create(), content.clone())
        .slice_size(GRAIN as u64)
        .on_progress(move |progress| {
            assert_eq!(progress.total, Some(656_360));
            told.lock().unwrap().push(progress.transferred);
        })
        .await
        .unwrap();
    assert_eq!(uploaded.item::<DriveItem>().unwrap(), DriveItem { id: "item".into(), size: 656_360 });
    assert_eq!(uploaded.status(), 201);
    assert!(blob.drive.lock().unwrap().uploaded == content);
    assert_eq!(
        slices(&blob),
        ["bytes 0-327679/656360", "bytes 327680-655359/656360", "bytes 655360-656359/656360"]
    );
    assert_eq!(*heard.lock().unwrap(), [0, 327_680, 655_360, 656_360]);
    assert_eq!(blob.seen("POST")[0].header("authorization"), Some("Bearer t"));
    for seen in blob.seen("PUT") {
        assert_eq!((seen.header("authorization"), seen.header("client-request-id")), (None, None));
    }
}

#[tokio::test]
async fn outlook_in_its_own_letter_case_with_a_location_only() {
    let blob = Blob::start(vec![]).await;
    blob.drive.lock().unwrap().outlook = true;
    let content = content(4_000_000);
    let uploaded = client(&blob).upload(create(), content.clone()).outlook().await.unwrap();
    assert_eq!(uploaded.location(), Some("https://outlook.example/attachments('1')"));
    assert!(uploaded.item::<DriveItem>().unwrap_err().is_decode());
    assert_eq!(uploaded.item::<Option<DriveItem>>().unwrap(), None);
    assert!(blob.drive.lock().unwrap().uploaded == content);
    assert_eq!(slices(&blob)[0], "bytes 0-3932159/4000000");
}

#[tokio::test]
async fn after_a_cut_line_from_where_the_service_is() {
    let content = content(3 * GRAIN);
    for (faults, ranges) in [
        // What came of the slice was thrown away.
        (vec![Fault::Nothing, Fault::Cut { after: 1000, kept: false }], vec![0, 327_680, 327_680, 655_360]),
        // What came of it was kept.
        (vec![Fault::Nothing, Fault::Cut { after: 1000, kept: true }], vec![0, 327_680, 328_680, 656_360]),
        // All of it came, but not the response.
        (vec![Fault::Nothing, Fault::NoResponse], vec![0, 327_680, 655_360]),
        // One after the other.
        (
            vec![
                Fault::Cut { after: 0, kept: false },
                Fault::Cut { after: 10, kept: true },
                Fault::Response(500, ""),
                Fault::NoResponse,
            ],
            vec![0, 0, 10, 10, 327_690, 655_370],
        ),
    ] {
        let blob = Blob::start(faults).await;
        let reader = UploadSource::reader(std::io::Cursor::new(content.clone()));
        let upload = client(&blob).upload(create(), reader).slice_size(GRAIN as u64);
        let item: DriveItem = upload.await.unwrap().item().unwrap();
        assert_eq!(item.size, 983_040);
        assert!(blob.drive.lock().unwrap().uploaded == content);
        let starts: Vec<usize> = slices(&blob)
            .iter()
            .map(|range| range[6..].split('-').next().unwrap().parse().unwrap())
            .collect();
        assert_eq!(starts, ranges);
        assert_eq!(blob.seen("POST").len(), 1);
        assert!(blob.seen("GET").iter().all(|seen| seen.header("authorization").is_none()));
    }
}

#[tokio::test]
async fn a_slice_that_the_policy_sends_again_is_refused_and_skipped() {
    let blob = Blob::start(vec![Fault::NoResponse]).await;
    let client =
        Client::builder().token("t").base_url(&blob.url).environment(VirtualTime::new()).build().unwrap();
    let content = content(2 * GRAIN);
    client.upload(create(), content.clone()).slice_size(GRAIN as u64).await.unwrap();
    assert!(blob.drive.lock().unwrap().uploaded == content);
    // Sent, sent again and refused with 416, then the rest.
    assert_eq!(slices(&blob).len(), 3);
    assert_eq!(blob.seen("PUT")[1].header("retry-attempt"), Some("1"));
    assert_eq!(blob.seen("GET").len(), 1);
}

#[tokio::test]
async fn a_session_that_is_gone_is_replaced() {
    let blob = Blob::start(vec![Fault::Nothing, Fault::Forget]).await;
    let content = content(2 * GRAIN + 7);
    let sessions = Arc::new(Mutex::new(Vec::new()));
    let created = sessions.clone();
    let upload = client(&blob)
        .upload(create(), content.clone())
        .slice_size(GRAIN as u64)
        .on_session(move |session| created.lock().unwrap().push(session.upload_url.clone()));
    upload.await.unwrap();
    assert!(blob.drive.lock().unwrap().uploaded == content);
    assert_eq!(*sessions.lock().unwrap(), [format!("{}/up/1", blob.url), format!("{}/up/2", blob.url)]);
    // Not for ever.
    let blob = Blob::start(vec![Fault::Forget; 9]).await;
    let error = client(&blob).upload(create(), content).await.unwrap_err();
    assert!(error.is_expired() && error.status().unwrap() == 404, "{error:?}");
    assert_eq!(blob.seen("POST").len(), 3);
}

#[tokio::test]
async fn what_may_be_complete_is_not_sent_twice() {
    let blob = Blob::start(vec![Fault::NoResponse]).await;
    let error = client(&blob).upload(create(), content(GRAIN)).await.unwrap_err();
    assert!(error.is_transport() && error.to_string().contains("may be complete"), "{error}");
    assert_eq!(blob.seen("POST").len(), 1);
    // Nor when the client's own policy has sent the last slice again.
    let blob = Blob::start(vec![Fault::NoResponse]).await;
    let client = Client::builder().token("t").base_url(&blob.url).environment(VirtualTime::new());
    let error = client.build().unwrap().upload(create(), content(GRAIN)).await.unwrap_err();
    assert!(error.to_string().contains("may be complete"), "{error}");
    assert_eq!((blob.seen("POST").len(), blob.seen("PUT").len()), (1, 2));
}

#[tokio::test]
async fn a_saved_session_is_resumed_and_cancelled() {
    let blob = Blob::start(vec![Fault::Nothing, Fault::Response(507, "")]).await;
    let content = content(3 * GRAIN);
    let saved = Arc::new(Mutex::new(String::new()));
    let save = saved.clone();
    let path = std::env::temp_dir().join(format!("graph-endpoint-upload-{}", std::process::id()));
    std::fs::write(&path, &content).unwrap();
    let first = client(&blob)
        .upload(create(), path.as_path())
        .slice_size(GRAIN as u64)
        .resumptions(0)
        .on_session(move |session| *save.lock().unwrap() = serde_json::to_string(session).unwrap());
    assert_eq!(first.await.unwrap_err().status().unwrap(), 507);
    let session: UploadSession = serde_json::from_str(&saved.lock().unwrap()).unwrap();

    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = heard.clone();
    let second = client(&blob)
        .resume_upload(session.clone(), tokio::fs::File::open(&path).await.unwrap())
        .on_progress(move |progress| told.lock().unwrap().push(progress.transferred));
    let item: DriveItem = second.await.unwrap().item().unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(item.size, 983_040);
    assert!(blob.drive.lock().unwrap().uploaded == content);
    assert_eq!(*heard.lock().unwrap(), [327_680, 983_040]);

    // It is done, and so it is gone.
    let error = client(&blob).resume_upload(session.clone(), content.clone()).await.unwrap_err();
    assert!(error.is_expired() && error.to_string().contains("needs a new one"), "{error}");
    client(&blob).cancel_upload(&session).await.unwrap();
    // With an endpoint there is another one.
    client(&blob).upload(create(), content).session(session).await.unwrap();
    let again = UploadSession {
        upload_url: format!("{}/up/2", blob.url),
        expiration_date_time: None,
        next_expected_ranges: vec![],
    };
    blob.drive.lock().unwrap().alive = true;
    client(&blob).cancel_upload(&again).await.unwrap();
    assert!(!blob.drive.lock().unwrap().alive);
    assert!(blob.seen("DELETE").iter().all(|seen| seen.header("authorization").is_none()));
}

#[tokio::test]
async fn gaps_of_a_saved_session_are_filled() {
    use crate::support::server::{Reply, Server};

    let server = Server::start(|seen, index| match index {
        0 => Reply::json(r#"{"nextExpectedRanges":["400-", "100-199"]}"#),
        1 => Reply::new(202, &[], r#"{"nextExpectedRanges":["400-"]}"#),
        _ => {
            assert_eq!(seen.header("content-range"), Some("bytes 400-499/500"));
            Reply::new(201, &[], r#"{"id":"1","size":500}"#)
        }
    })
    .await;
    let client = Client::builder().token("t").base_url(&server.url).build().unwrap();
    let session: UploadSession =
        serde_json::from_str(&format!(r#"{{"uploadUrl":"{}/up"}}"#, server.url)).unwrap();
    client.resume_upload(session, content(500)).await.unwrap();
    assert_eq!(server.seen()[1].header("content-range"), Some("bytes 100-199/500"));
    assert_eq!(server.seen()[1].body, content(500)[100..200]);
}

#[tokio::test]
async fn what_moves_on_is_never_given_up() {
    let blob = Blob::start(vec![Fault::Cut { after: 100, kept: true }; 30]).await;
    let content = content(10_000);
    client(&blob).upload(create(), content.clone()).await.unwrap();
    assert!(blob.drive.lock().unwrap().uploaded == content);
    assert_eq!(slices(&blob).len(), 31);
}

#[tokio::test]
async fn a_service_that_says_done_too_early_is_not_believed() {
    use crate::support::server::{Reply, Server};

    let server = Server::start(|seen, index| match (seen.method.as_str(), index) {
        ("GET", 2) => Reply::status(500),
        ("GET", _) => Reply::json(r#"{"nextExpectedRanges":[]}"#),
        ("PUT", _) => Reply::Cut(vec![]),
        _ => {
            let host = seen.header("host").unwrap();
            Reply::json(&format!(r#"{{"uploadUrl":"http://{host}/up"}}"#))
        }
    })
    .await;
    let client = Client::builder().token("t").base_url(&server.url).retry(RetryPolicy::none());
    let client = client.environment(VirtualTime::new()).build().unwrap();
    let upload = client.upload(create(), content(2 * GRAIN)).slice_size(GRAIN as u64);
    let error = upload.await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("before all bytes"), "{error:?}");
    // The state was asked for again after the 500.
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_deferred_item_is_committed() {
    let blob = Blob::start(vec![]).await;
    blob.drive.lock().unwrap().deferred = true;
    let saved = Arc::new(Mutex::new(None));
    let save = saved.clone();
    let upload = client(&blob).upload(create(), content(1000));
    let uploaded = upload.on_session(move |session| *save.lock().unwrap() = Some(session.clone())).await;
    assert_eq!(uploaded.unwrap().status(), 202);
    let session = saved.lock().unwrap().take().unwrap();
    let item: DriveItem = client(&blob).commit_upload(&session).await.unwrap().item().unwrap();
    assert_eq!(item.size, 1000);
    assert_eq!(blob.seen("POST")[1].header("authorization"), None);
}

#[tokio::test]
async fn answers_that_make_no_sense_end_it() {
    for (status, body, problem) in [
        (202, r#"{"nextExpectedRanges":["0-"]}"#, "again and again"),
        (202, r#"{"nextExpectedRanges":["900000-"]}"#, "behind the end"),
        (202, r#"{"nextExpectedRanges":["500000-"]}"#, "not sent"),
        (202, r#"{"nextExpectedRanges":["secret"]}"#, "found something else"),
        (200, r#"{"id":"item"}"#, "before all bytes"),
        (409, r#"{"error":{"code":"nameAlreadyExists"}}"#, "nameAlreadyExists"),
        (416, "", "416"),
    ] {
        let blob = Blob::start(vec![Fault::Response(status, body); 20]).await;
        let upload = client(&blob).upload(create(), content(2 * GRAIN)).slice_size(GRAIN as u64);
        let error = upload.await.unwrap_err();
        assert!(error.to_string().contains(problem), "{status} {body}: {error}");
        assert!(!error.to_string().contains("secret"));
        assert!(slices(&blob).len() <= 6);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn what_has_no_length_is_not_called_empty() {
    let blob = Blob::start(vec![]).await;
    let pipe = std::env::temp_dir().join(format!("graph-endpoint-pipe-{}", std::process::id()));
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success());
    for path in ["/dev/zero".as_ref(), pipe.as_path()].into_iter().take(1 + usize::from(made)) {
        let error = client(&blob).upload(create(), path).await.unwrap_err();
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(error.is_io() && source.contains("a pipe or a device"), "{error}: {source}");
    }
    drop(std::fs::remove_file(&pipe));
    assert!(blob.drive.lock().unwrap().seen.is_empty());
}

#[tokio::test]
async fn a_range_behind_the_last_byte_asks_for_nothing() {
    // The last slice is taken, and the item comes later.
    let taken = Fault::Response(202, r#"{"nextExpectedRanges":["10-"]}"#);
    let blob = Blob::start(vec![taken]).await;
    let uploaded = client(&blob).upload(create(), content(10)).await.unwrap();
    assert_eq!((uploaded.status().as_u16(), slices(&blob).len()), (202, 1));
}

#[tokio::test]
async fn a_page_in_place_of_the_last_response_is_no_success() {
    let page = || Fault::Response(200, "<!DOCTYPE html><title>Sign in</title>");
    let blob = Blob::start(vec![page()]).await;
    // The service, asked, has nothing of it.
    client(&blob).upload(create(), content(10)).await.unwrap();
    assert_eq!(slices(&blob).len(), 2);
    let blob = Blob::start(vec![page(); 20]).await;
    let error = client(&blob).upload(create(), content(10)).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("HTML or XML"), "{error}");
}

#[tokio::test]
async fn what_cant_be_is_said_before_anything_is_sent() {
    let blob = Blob::start(vec![]).await;
    let client = client(&blob);
    let bytes = || Bytes::from_static(b"abc");
    for size in [0, 1, 327_679, 5_000_000, 62_914_560, u64::MAX] {
        let error = client.upload(create(), bytes()).slice_size(size).await.unwrap_err();
        assert!(error.is_build() && error.to_string().contains("327680"), "{error}");
    }
    let empty = client.upload(create(), Bytes::new()).await.unwrap_err();
    assert!(empty.is_build(), "{empty:?}");
    assert!(empty.to_string().contains("`PUT /me/drive/root:/<path..>:/content`"), "{empty}");
    let empty = client.upload(&CreateAttachment { id: "m".into() }, Bytes::new()).await.unwrap_err();
    assert!(empty.to_string().contains("`POST /me/messages/<id>/attachments`"), "{empty}");
    assert!(client.upload(create(), std::path::Path::new("/nowhere/at/all")).await.unwrap_err().is_io());
    assert!(client.upload(&Create { path: "..".into() }, bytes()).await.unwrap_err().is_build());
    assert!(blob.drive.lock().unwrap().seen.is_empty());
    for url in ["http://upload.example/1", "file:///etc/passwd", "up/1"] {
        let session: UploadSession = serde_json::from_str(&format!(r#"{{"uploadUrl":"{url}"}}"#)).unwrap();
        let cancelled = client.cancel_upload(&session).await.unwrap_err();
        assert!(
            cancelled.is_build() && cancelled.to_string().starts_with("DELETE {uploadUrl}: "),
            "{cancelled}"
        );
        let committed = client.commit_upload(&session).await.unwrap_err();
        assert!(
            committed.is_build() && committed.to_string().starts_with("POST {uploadUrl}: "),
            "{committed}"
        );
        assert!(client.resume_upload(session, bytes()).await.unwrap_err().is_build(), "{url}");
    }
}

#[test]
fn a_blocking_client_uploads_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let blob = runtime.block_on(Blob::start(vec![]));
    let client = Client::builder().token("t").base_url(&blob.url).build_blocking().unwrap();
    let uploaded = client.wait(client.as_async().upload(create(), Bytes::from_static(b"abc"))).unwrap();
    assert_eq!(uploaded.item::<DriveItem>().unwrap().size, 3);
}

/// The session was made: an error of a slice that named the call alone would say that it was not.
#[tokio::test]
async fn an_error_of_a_slice_is_told_from_one_of_the_session() {
    let conflict = Fault::Response(409, r#"{"error":{"code":"nameAlreadyExists"}}"#);
    let blob = Blob::start(vec![Fault::Nothing, conflict]).await;
    let error =
        client(&blob).upload(create(), content(2 * GRAIN)).slice_size(GRAIN as u64).await.unwrap_err();
    let call = "POST /me/drive/root:/<path..>:/createUploadSession";
    assert_eq!(error.to_string(), format!("{call}: a slice: 409 Conflict, nameAlreadyExists"));
    assert!(error.is_conflict());
}
