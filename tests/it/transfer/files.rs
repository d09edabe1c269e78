//! Downloads into files: resumed another time, left alone, on a full disk.

use std::sync::{Arc, Mutex};

use graph_endpoint::ContentVersion;

use super::download::{Scratch, collected, cut, drive, ranges};
use super::upload::content;
use crate::support::blob::Fault;

#[tokio::test]
async fn an_unfinished_file_is_resumed_another_time() {
    let file = Scratch::new("resumed");
    let (blob, download) = drive(100_000, vec![cut(60_000)]).await;
    let saved = Arc::new(Mutex::new(String::new()));
    let save = saved.clone();
    let first = download
        .resumptions(0)
        .on_version(move |version| *save.lock().unwrap() = serde_json::to_string(version).unwrap());
    assert!(first.to_file(&file.0).await.unwrap_err().is_transport());
    let there = std::fs::metadata(&file.0).unwrap().len();
    assert_eq!(there, 60_000);
    let version: ContentVersion = serde_json::from_str(&saved.lock().unwrap()).unwrap();
    drop(blob);

    let (blob, download) = drive(100_000, vec![]).await;
    let done = download.resume(version.clone(), there).to_file(&file.0).await.unwrap();
    assert_eq!(done.length(), 100_000);
    assert!(std::fs::read(&file.0).unwrap() == content(100_000));
    assert_eq!(ranges(&blob), [Some("bytes=60000-".to_owned())]);

    // All of it is there.
    let (_blob, download) = drive(100_000, vec![]).await;
    let done = download.resume(version.clone(), 100_000).to_file(&file.0).await.unwrap();
    assert_eq!(done.length(), 100_000);

    // Meanwhile it is another one: the file is begun anew, a writer can't be.
    for there in [60_000, 100_000] {
        let (blob, download) = drive(80_000, vec![]).await;
        blob.drive.lock().unwrap().etag = "\"two\"".to_owned();
        let done = download.resume(version.clone(), there).to_file(&file.0).await.unwrap();
        assert_eq!(done.length(), 80_000);
        assert!(std::fs::read(&file.0).unwrap() == content(80_000));
        std::fs::write(&file.0, content(100_000)).unwrap();
        let (blob, download) = drive(80_000, vec![]).await;
        blob.drive.lock().unwrap().etag = "\"two\"".to_owned();
        let error = collected(download.resume(version.clone(), there)).await.unwrap_err();
        assert!(error.is_conflict(), "{error:?}");
    }
    // Fewer bytes than are said to be there.
    let (_blob, download) = drive(100_000, vec![]).await;
    std::fs::write(&file.0, content(10)).unwrap();
    let error = download.resume(version.clone(), 11).to_file(&file.0).await.unwrap_err();
    assert!(error.is_io(), "{error:?}");
    assert_eq!(std::fs::read(&file.0).unwrap(), content(10));
    // All of a range is there.
    let (blob, download) = drive(100_000, vec![]).await;
    assert_eq!(download.range(..10).resume(version, 10).to_file(&file.0).await.unwrap().length(), 10);
    assert!(blob.seen("GET").is_empty());
}

#[tokio::test]
async fn an_error_leaves_a_file_alone() {
    let file = Scratch::new("alone");
    std::fs::write(&file.0, "mine").unwrap();
    let (_blob, download) = drive(100, vec![Fault::Response(404, "")]).await;
    assert!(download.to_file(&file.0).await.unwrap_err().is_not_found());
    assert_eq!(std::fs::read(&file.0).unwrap(), b"mine");
    let (_blob, download) = drive(0, vec![]).await;
    assert_eq!(download.to_file(&file.0).await.unwrap().length(), 0);
    assert_eq!(std::fs::read(&file.0).unwrap(), b"");
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_file_takes_content_and_resumes_none() {
    let (_blob, download) = drive(1_000_000, vec![]).await;
    let done = download.to_file("/dev/null").await.unwrap();
    assert_eq!(done.length(), 1_000_000);
    let (_blob, download) = drive(1_000_000, vec![]).await;
    assert!(download.resume(done.version().clone(), 10).to_file("/dev/null").await.unwrap_err().is_io());
}

/// The last bytes are written in the end, when the call is over.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_told_of_the_call_at_the_end_as_well() {
    for length in [10, 3_000_000] {
        let (_blob, download) = drive(length, vec![]).await;
        let error = download.to_file("/dev/full").await.unwrap_err();
        assert!(error.is_io(), "{error:?}");
        assert!(error.to_string().starts_with("GET /me/drive/items/<id>/content: "), "{error}");
    }
}
