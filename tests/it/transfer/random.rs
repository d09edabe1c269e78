//! Whatever goes wrong, and wherever the line breaks: what arrives is what was sent, or there is an error.

use graph_endpoint::prelude::*;
use graph_endpoint::{RetryPolicy, UploadSession};
use proptest::prelude::*;

use super::upload::content;
use crate::support::blob::{Blob, Fault};
use crate::support::virtual_time::VirtualTime;

const GRAIN: usize = 327_680;

#[graph_endpoint(POST, "/me/drive/root:/x:/createUploadSession", response = UploadSession)]
struct Create {}

#[graph_endpoint(GET, "/me/drive/items/1/content")]
struct GetContent {}

fn fault(most: usize) -> impl Strategy<Value = Fault> {
    prop_oneof![
        3 => Just(Fault::Nothing),
        3 => (0..most, any::<bool>()).prop_map(|(after, kept)| Fault::Cut { after, kept }),
        1 => Just(Fault::NoResponse),
        1 => Just(Fault::Response(503, "")),
        1 => Just(Fault::Response(500, "")),
        1 => Just(Fault::Forget),
    ]
}

fn client(blob: &Blob, retries: u32) -> Client {
    let retry = RetryPolicy::default().max_retries(retries);
    let client = Client::builder().token("t").base_url(&blob.url).retry(retry);
    client.environment(VirtualTime::new()).build().unwrap()
}

#[test]
fn uploads() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let strategy = (proptest::collection::vec(fault(GRAIN), 0..8), 1..4 * GRAIN, 0u32..3);
    proptest!(ProptestConfig::with_cases(96), |((faults, length, retries) in strategy)| {
        let content = content(length);
        runtime.block_on(async {
            let blob = Blob::start(faults).await;
            let upload = client(&blob, retries).upload(&Create {}, content.clone()).slice_size(GRAIN as u64);
            let outcome = upload.await;
            let drive = blob.drive.lock().unwrap();
            match outcome {
                Ok(_) => prop_assert!(drive.done && drive.uploaded == content),
                // Nobody is told that it is not there when it is.
                Err(error) => prop_assert!(!drive.done || error.is_transport(), "{error:?}"),
            }
            prop_assert!(drive.completions <= 1);
            let anonymous = |seen: &crate::support::blob::Seen| seen.header("authorization").is_none();
            prop_assert!(drive.seen.iter().all(|seen| seen.target.starts_with("/v1.0/") || anonymous(seen)));
            Ok(())
        })?;
    });
}

#[test]
fn downloads() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let strategy = (proptest::collection::vec(fault(100_000), 0..8), 0..100_000usize, any::<bool>(), 0u32..3);
    proptest!(ProptestConfig::with_cases(96), |((faults, length, no_ranges, retries) in strategy)| {
        runtime.block_on(async {
            // Behind the end there is nothing to cut.
            let faults = faults.into_iter().map(|fault| match fault {
                Fault::Cut { after, .. } => Fault::Cut { after: after.min(length / 2), kept: false },
                fault => fault,
            });
            let blob = Blob::start(faults.collect()).await;
            {
                let mut drive = blob.drive.lock().unwrap();
                (drive.content, drive.no_ranges) = (content(length), no_ranges);
            }
            let mut all = Vec::new();
            match client(&blob, retries).download(&GetContent {}).to_writer(&mut all).await {
                Ok(done) => {
                    prop_assert_eq!(done.length(), length as u64);
                    prop_assert!(all == content(length));
                }
                Err(error) => {
                    prop_assert!(error.is_transport() || error.is_status(), "{:?}", error);
                    prop_assert!(content(length).starts_with(&all));
                }
            }
            Ok(())
        })?;
    });
}
