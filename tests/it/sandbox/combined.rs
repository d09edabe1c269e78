//! What goes wrong on purpose, several things at once, as a tester of a service of their own puts them together.

use std::time::{Duration, Instant};

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{RecordedRequest, Sandbox, SandboxBuilder, SandboxError};
use graph_endpoint::{Bytes, RetryPolicy, UploadSession};

#[graph_type("microsoft.graph.user")]
#[derive(Clone, Debug, PartialEq)]
pub(super) struct User {
    pub(super) id: u32,
}

#[graph_endpoint(GET, "/users", response = Page<User>)]
pub(super) struct ListUsers {}

#[graph_endpoint(GET, "/users/{id}", response = User)]
pub(super) struct GetUser {
    pub(super) id: u32,
}

#[graph_endpoint(DELETE, "/users/{id}")]
struct DeleteUser {
    id: u32,
}

#[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
pub(super) struct CreateUploadSession {
    pub(super) path: String,
}

#[graph_endpoint(GET, "/me/drive/items/<id>/content", response = Bytes)]
struct GetContent {
    id: String,
}

#[graph_type("microsoft.graph.driveItem")]
#[derive(Debug)]
pub(super) struct DriveItem {
    pub(super) size: usize,
}

const HOUR: Duration = Duration::from_secs(3600);

fn users() -> Vec<User> {
    (0..5).map(|id| User { id }).collect()
}

fn graph() -> SandboxBuilder {
    Sandbox::builder()
        .on(|get: GetUser| async move { User { id: get.id } })
        .on(|_: DeleteUser| async {})
        .on_pages::<ListUsers, _>(users(), 2)
}

fn client(sandbox: &Sandbox) -> Client {
    Client::builder().token("t").base_url(sandbox.url()).build().unwrap()
}

/// A client that tells what it got, and doesn't come back.
fn once(sandbox: &Sandbox) -> Client {
    Client::builder().token("t").base_url(sandbox.url()).retry(RetryPolicy::none()).build().unwrap()
}

fn busy() -> SandboxError {
    SandboxError::throttled(Duration::ZERO)
}

fn statuses(sandbox: &Sandbox) -> Vec<u16> {
    let status = |request: &RecordedRequest| request.response().map_or(0, |got| got.status().as_u16());
    sandbox.requests().iter().map(status).collect()
}

#[tokio::test]
async fn a_fault_on_the_second_page_is_met_there() {
    let sandbox = graph().fail_after::<ListUsers>(1, 1, busy()).start().await.unwrap();
    let found: Vec<User> = client(&sandbox).items(&ListUsers {}).try_collect().await.unwrap();
    assert_eq!((found, statuses(&sandbox)), (users(), vec![200, 429, 200, 200]));
    let gone = SandboxError::new(410, "syncStateNotFound", "Begin anew.");
    let sandbox = graph().fail_after::<ListUsers>(2, 1, gone).start().await.unwrap();
    let client = once(&sandbox);
    let mut items = client.items(&ListUsers {});
    let mut seen = 0;
    let error = loop {
        match items.try_next().await {
            Ok(Some(_)) => seen += 1,
            Ok(None) => panic!("the last page came"),
            Err(error) => break error,
        }
    };
    assert_eq!((seen, error.code()), (4, Some("syncStateNotFound")));
}

#[tokio::test]
async fn faults_of_one_endpoint_come_in_turn() {
    let error = |code: &str| SandboxError::new(409, code, "No.");
    let sandbox = graph()
        .fail_after::<GetUser>(2, 1, error("late"))
        .fail_first::<GetUser>(1, error("first"))
        .fail_after::<GetUser>(0, 0, error("never"))
        .start()
        .await
        .unwrap();
    let client = once(&sandbox);
    let mut codes = Vec::new();
    for id in 0..5 {
        let got = client.send(&GetUser { id }).await;
        codes.push(got.err().and_then(|error| error.code().map(str::to_owned)).unwrap_or_default());
    }
    assert_eq!(codes, ["first", "", "late", "", ""]);
}

#[tokio::test]
async fn a_fault_in_a_batch_is_one_items_and_what_depends_on_it_fails() {
    let conflict = SandboxError::new(409, "conflict", "Not now.");
    let sandbox = graph().fail_first::<DeleteUser>(1, conflict).start().await.unwrap();
    let client = once(&sandbox);
    let mut batch = client.new_batch();
    let get = batch.add(&GetUser { id: 1 });
    let delete = batch.add(&DeleteUser { id: 1 });
    let after = batch.add_after(&delete, &GetUser { id: 2 });
    let mut responses = batch.send().await.unwrap();
    assert_eq!(responses.take(get).unwrap(), User { id: 1 });
    assert_eq!(responses.take(delete).unwrap_err().code(), Some("conflict"));
    assert_eq!(responses.take(after).unwrap_err().status().unwrap(), 424);
    client.send(&DeleteUser { id: 1 }).await.unwrap();
}

#[tokio::test]
async fn a_budget_is_shared_by_clients_and_the_items_of_batches() {
    let sandbox = graph().rate_limit(5, HOUR).start().await.unwrap();
    let (one, two) = (once(&sandbox), once(&sandbox));
    one.send(&GetUser { id: 1 }).await.unwrap();
    two.send(&GetUser { id: 1 }).await.unwrap();
    let (first, second, third) =
        one.batch((GetUser { id: 1 }, GetUser { id: 2 }, GetUser { id: 3 })).await.unwrap();
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    let error = two.send(&GetUser { id: 1 }).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert!(error.retry_after().is_some_and(|wait| wait > HOUR / 2), "{:?}", error.retry_after());
    // Another sandbox has its own.
    let other = graph().rate_limit(5, HOUR).start().await.unwrap();
    once(&other).send(&GetUser { id: 1 }).await.unwrap();
}

#[tokio::test]
async fn what_the_budget_refuses_meets_no_fault_and_no_script() {
    let sandbox = graph()
        .on_sequence::<GetUser>([Ok(User { id: 7 }), Err(SandboxError::new(404, "itemNotFound", "Gone."))])
        .fail_after::<ListUsers>(0, 1, busy())
        .rate_limit(2, Duration::from_millis(300))
        .start()
        .await
        .unwrap();
    let client = once(&sandbox);
    assert_eq!(client.send(&GetUser { id: 1 }).await.unwrap().id, 7);
    // The fault's own 429, which says how the budget stands as well.
    assert_eq!(client.send(&ListUsers {}).await.unwrap_err().status().unwrap(), 429);
    let last = sandbox.requests().pop().unwrap();
    let response = last.response().unwrap();
    assert_eq!(
        (response.header("Retry-After"), response.header("RateLimit-Remaining")),
        (Some("0"), Some("0"))
    );
    tokio::time::sleep(Duration::from_millis(350)).await;
    for _ in 0..2 {
        assert_eq!(client.send(&GetUser { id: 1 }).await.unwrap_err().code(), Some("itemNotFound"));
    }
}

#[tokio::test]
async fn latency_is_that_of_a_batch_and_not_of_each_of_its_items() {
    let sandbox = graph().latency(Duration::from_millis(200)).start().await.unwrap();
    let client = client(&sandbox);
    let begin = Instant::now();
    let mut batch = client.new_batch();
    let gets: Vec<_> = (0..20).map(|id| batch.add(&GetUser { id })).collect();
    let mut responses = batch.send().await.unwrap();
    for (id, get) in (0..).zip(gets) {
        assert_eq!(responses.take(get).unwrap(), User { id });
    }
    let took = begin.elapsed();
    assert!(took >= Duration::from_millis(200) && took < Duration::from_secs(3), "{took:?}");
}

#[tokio::test]
async fn a_response_that_comes_too_late_is_a_timeout_and_stays_on_record() {
    let sandbox = graph().latency_of::<GetUser>(Duration::from_secs(60)).start().await.unwrap();
    let client = Client::builder()
        .token("t")
        .base_url(sandbox.url())
        .retry(RetryPolicy::none())
        .timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    assert!(client.send(&GetUser { id: 1 }).await.unwrap_err().is_timeout());
    assert_eq!(client.send(&ListUsers {}).await.unwrap().value.len(), 2);
    assert_eq!(statuses(&sandbox), [0, 200]);
}

#[tokio::test]
async fn a_fault_on_a_slice_takes_nothing_of_it_and_the_upload_goes_on() {
    let sandbox = graph()
        .on_upload(
            |_: CreateUploadSession, content: Bytes| async move { Ok(DriveItem { size: content.len() }) },
        )
        .fail_transfers_after(
            1,
            2,
            SandboxError::new(503, "serviceNotAvailable", "Later.").retry_after(Duration::ZERO),
        )
        .start()
        .await
        .unwrap();
    let upload = client(&sandbox).upload(CreateUploadSession { path: "a".to_owned() }, vec![7; 1_000_000]);
    let item: DriveItem = upload.slice_size(327_680).await.unwrap().item().unwrap();
    assert_eq!(item.size, 1_000_000);
    let statuses = statuses(&sandbox);
    assert_eq!(statuses[..4], [200, 202, 503, 503], "{statuses:?}");
    assert_eq!(statuses.last(), Some(&201), "{statuses:?}");
}

#[tokio::test]
async fn a_fault_at_the_place_of_a_download_is_met_there() {
    let sandbox = graph()
        .on_download(|_: GetContent| async { Ok("a file") })
        .fail_transfers_after(0, 1, SandboxError::new(403, "accessDenied", "The link has expired."))
        .start()
        .await
        .unwrap();
    let client = once(&sandbox);
    let get = GetContent { id: "1".to_owned() };
    assert_eq!(client.send(&get).await.unwrap_err().code(), Some("accessDenied"));
    assert_eq!(client.send(&get).await.unwrap(), "a file");
    assert_eq!(statuses(&sandbox), [302, 403, 302, 200]);
}

#[tokio::test]
async fn two_sandboxes_share_nothing_and_requests_are_taken_between_tests() {
    let (one, two) = (graph().fail_first::<GetUser>(1, busy()), graph().fail_first::<GetUser>(1, busy()));
    let (one, two) = (one.start().await.unwrap(), two.start().await.unwrap());
    client(&one).send(&GetUser { id: 1 }).await.unwrap();
    assert_eq!((one.take_requests().len(), two.requests().len()), (2, 0));
    client(&two).send(&GetUser { id: 1 }).await.unwrap();
    assert_eq!((one.requests().len(), statuses(&two)), (0, vec![429, 200]));
}
