//! What a test asks of a partner: lists in pages, files both ways, what goes wrong on purpose, and a report of it all.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Sandbox, SandboxError};
use graph_endpoint::{Bytes, UploadSession};

use crate::support::wire::{TOKEN, exchange};

#[graph_type("microsoft.graph.user")]
#[derive(Clone, Debug, PartialEq)]
struct User {
    id: u32,
}

#[graph_endpoint(GET, "/users", response = Page<User>)]
struct ListUsers {
    #[graph(query = "$top")]
    top: Option<u32>,
    #[graph(query = "$count")]
    count: Option<bool>,
}

#[graph_endpoint(GET, "/users/{id}/manager", response = User)]
struct GetManager {
    id: String,
}

#[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
struct CreateUploadSession {
    path: String,
}

#[graph_endpoint(GET, "/me/drive/root:/<path..>:/content", response = Bytes)]
struct GetContent {
    path: String,
}

#[graph_type("microsoft.graph.driveItem")]
#[derive(Debug)]
struct DriveItem {
    name: String,
    size: usize,
}

fn client(sandbox: &Sandbox) -> Client {
    Client::builder().token("t").base_url(sandbox.url()).build().unwrap()
}

#[tokio::test]
async fn a_vec_is_a_list_in_pages() {
    let users: Vec<User> = (0..7).map(|id| User { id }).collect();
    let sandbox = Sandbox::builder().on_pages::<ListUsers, _>(users.clone(), 3).start().await.unwrap();
    let client = client(&sandbox);
    for (top, requests) in [(None, 3), (Some(2), 4), (Some(99), 3)] {
        let found: Vec<User> = client.items(&ListUsers { top, count: None }).try_collect().await.unwrap();
        assert_eq!((found.as_slice(), sandbox.take_requests().len()), (users.as_slice(), requests));
    }
    let page = client.send(&ListUsers { top: None, count: Some(true) }).await.unwrap();
    assert_eq!((page.count, page.value.len()), (Some(7), 3));
    let empty = Sandbox::builder().on_pages::<ListUsers, User>(Vec::new(), 3).start().await.unwrap();
    let page = self::client(&empty).send(&ListUsers { top: None, count: None }).await.unwrap();
    assert!(page.value.is_empty() && page.next_link.is_none());
}

#[tokio::test]
async fn a_file_goes_up_and_comes_back() {
    let content: Bytes = (0..1_000_000u32).map(|n| n.to_le_bytes()[0]).collect::<Vec<u8>>().into();
    let back = content.clone();
    let sandbox = Sandbox::builder()
        .on_upload(|create: CreateUploadSession, content: Bytes| async move {
            match create.path.as_str() {
                "taken" => Err(SandboxError::new(409, "nameAlreadyExists", "The name is taken.")),
                name => Ok(DriveItem { name: name.to_owned(), size: content.len() }),
            }
        })
        .on_download(move |get: GetContent| {
            let back = back.clone();
            async move {
                (get.path == "a/b")
                    .then_some(back)
                    .ok_or_else(|| SandboxError::new(404, "itemNotFound", "No."))
            }
        })
        .start()
        .await
        .unwrap();
    let client = client(&sandbox);
    let create = |path: &str| CreateUploadSession { path: path.to_owned() };
    let uploaded = client.upload(create("a/b"), content.clone()).slice_size(327_680).await.unwrap();
    let item: DriveItem = uploaded.item().unwrap();
    assert_eq!((item.name.as_str(), item.size), ("a/b", 1_000_000));
    assert_eq!(sandbox.take_requests().len(), 1 + 4);
    let error = client.upload(create("taken"), content.clone()).await.unwrap_err();
    assert_eq!(error.code(), Some("nameAlreadyExists"));
    assert_eq!(client.send(&GetContent { path: "a/b".to_owned() }).await.unwrap(), content);
    assert!(client.send(&GetContent { path: "c".to_owned() }).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn it_fails_as_often_as_told_and_takes_its_time() {
    let sandbox = Sandbox::builder()
        .on(|_: GetManager| async { User { id: 1 } })
        .on_pages::<ListUsers, _>(vec![User { id: 1 }], 1)
        .fail_first::<GetManager>(2, SandboxError::throttled(Duration::ZERO))
        .fail_first::<GetManager>(1, SandboxError::new(404, "notYet", "Not yet."))
        .latency(Duration::from_millis(30))
        .start()
        .await
        .unwrap();
    let client = client(&sandbox);
    let began = Instant::now();
    let error = client.send(&GetManager { id: "1".to_owned() }).await.unwrap_err();
    assert_eq!(error.code(), Some("notYet"));
    assert!(began.elapsed() >= Duration::from_millis(90));
    assert_eq!(client.send(&GetManager { id: "1".to_owned() }).await.unwrap(), User { id: 1 });
    client.send(&ListUsers { top: None, count: None }).await.unwrap();
    let statuses: Vec<u16> =
        sandbox.requests().iter().map(|request| request.response().unwrap().status().as_u16()).collect();
    assert_eq!(statuses, [429, 429, 404, 200, 200]);
    let requests = sandbox.requests();
    let last = requests.last().unwrap().response().unwrap();
    assert_eq!(last.header("content-type"), Some("application/json"));
    assert_eq!(last.body(), r#"{"value":[{"id":1}]}"#);
}

#[tokio::test]
async fn an_unknown_path_names_the_nearest() {
    let sandbox = Sandbox::builder()
        .on(|_: GetManager| async { User { id: 1 } })
        .on_pages::<ListUsers, _>(vec![User { id: 1 }], 1)
        .on_download(|_: GetContent| async { Ok("") })
        .start()
        .await
        .unwrap();
    let response = exchange(&sandbox, "GET", "/v1.0/users/1/secretary", TOKEN, "").await;
    assert_eq!(response.status(), 404);
    let message = response.body().as_str();
    let (manager, list) = ("GET /v1.0/users/{id}/manager", "GET /v1.0/users");
    assert!(message.find(manager).unwrap() < message.find(&format!("{list},")).unwrap(), "{message}");
    let response = exchange(&Sandbox::builder().start().await.unwrap(), "GET", "/v1.0/me", TOKEN, "").await;
    assert!(response.body().contains("add some with `on`"), "{}", response.body());
}

#[test]
fn a_panic_in_a_handler_is_the_tests_own() {
    async fn call(tolerant: bool) {
        let builder = Sandbox::builder().on(|_: GetManager| async {
            panic!("the handler expected something else");
            #[allow(unreachable_code, reason = "the type of the response")]
            User { id: 1 }
        });
        let builder = if tolerant { builder.tolerate_panics() } else { builder };
        let sandbox = builder.start().await.unwrap();
        let error = client(&sandbox).send(&GetManager { id: "1".to_owned() }).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
    }
    let run = |tolerant| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        std::panic::catch_unwind(AssertUnwindSafe(|| runtime.block_on(call(tolerant))))
    };
    assert!(run(true).is_ok());
    let panic = run(false).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"the handler expected something else"));
}

#[graph_endpoint(GET, "/users/$count", response = u64)]
struct CountUsers {}

#[graph_endpoint(GET, "/groups/$count", response = String)]
struct CountGroups {}

/// As Microsoft's own clients need it.
#[tokio::test]
async fn it_writes_what_other_clients_read() {
    let sandbox = Sandbox::builder()
        .on(|_: CountUsers| async { 7u64 })
        .on(|_: CountGroups| async { "8".to_owned() })
        .on_pages::<ListUsers, _>((0..3).map(|id| User { id }).collect(), 2)
        .on_upload(|create: CreateUploadSession, content: Bytes| async move {
            Ok(DriveItem { name: create.path, size: content.len() })
        })
        .start()
        .await
        .unwrap();
    let count = exchange(&sandbox, "GET", "/v1.0/users/$count", TOKEN, "").await;
    assert_eq!(
        (count.headers()["content-type"].to_str().unwrap(), count.body().as_str()),
        ("text/plain", "7")
    );
    assert_eq!(client(&sandbox).send(&CountUsers {}).await.unwrap(), 7);
    assert_eq!(client(&sandbox).send(&CountGroups {}).await.unwrap(), "8");

    // Links are by https where a proxy in front of the sandbox is.
    let forwarded = format!("{TOKEN}x-forwarded-proto: https\r\n");
    let page = exchange(&sandbox, "GET", "/v1.0/users", &forwarded, "").await;
    assert!(
        page.body().contains(r#""@odata.nextLink":"https://h/v1.0/users?$skiptoken=2""#),
        "{}",
        page.body()
    );

    // An upload session has a time at which it ends, and once its length is known ranges with an end.
    let json = format!("{TOKEN}content-type: application/json\r\n");
    let create = "/v1.0/me/drive/root:/a:/createUploadSession";
    let session = exchange(&sandbox, "POST", create, &json, "{}").await;
    let session: serde_json::Value = serde_json::from_str(session.body()).unwrap();
    assert!(session["expirationDateTime"].as_str().unwrap().ends_with('Z'));
    let url = session["uploadUrl"].as_str().unwrap().strip_prefix("http://h").unwrap();
    let state = exchange(&sandbox, "GET", url, "", "").await;
    assert!(state.body().contains(r#""nextExpectedRanges":["0-"]"#), "{}", state.body());
    let state = exchange(&sandbox, "PUT", url, "content-range: bytes 0-1/5\r\n", "ab").await;
    assert!(state.body().contains(r#""nextExpectedRanges":["2-4"]"#), "{}", state.body());
    assert!(state.body().contains("expirationDateTime"));
}

#[tokio::test]
async fn its_journal_has_each_exchange_without_tokens() {
    let file = std::env::temp_dir().join(format!("graph-endpoint-journal-{}.jsonl", std::process::id()));
    let sandbox =
        Sandbox::builder().on(|_: GetManager| async { User { id: 1 } }).journal(&file).start().await.unwrap();
    let client = client(&sandbox);
    let get = |id: &str| GetManager { id: id.to_owned() };
    client.send(&get("a")).await.unwrap();
    let (one, two) = client.batch((get("b"), get("c"))).await.unwrap();
    assert!(one.is_ok() && two.is_ok());
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(!text.contains("Bearer") && !text.contains("authorization"), "{text}");
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let targets: Vec<&str> = lines.iter().map(|line| line["target"].as_str().unwrap()).collect();
    assert_eq!(lines.len(), 4, "{targets:?}");
    assert_eq!((targets[0], &lines[0]["response"]["id"]), ("/v1.0/users/a/manager", &serde_json::json!(1)));
    assert_eq!(targets[3], "/v1.0/$batch");
}

#[tokio::test]
async fn it_has_a_budget_as_graph_has() {
    let sandbox = Sandbox::builder()
        .on(|_: GetManager| async { User { id: 1 } })
        .rate_limit(5, Duration::from_secs(3600))
        .start()
        .await
        .unwrap();
    let mut seen = Vec::new();
    for _ in 0..7 {
        let response = exchange(&sandbox, "GET", "/v1.0/users/1/manager", TOKEN, "").await;
        let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header("retry-after").is_some(), response.status() == 429);
        assert_eq!(header("ratelimit-reset").is_some(), header("ratelimit-limit").is_some());
        seen.push((response.status().as_u16(), header("ratelimit-limit"), header("ratelimit-remaining")));
    }
    let told = |status, remaining: &str| (status, Some("5".to_owned()), Some(remaining.to_owned()));
    let silent = || (200, None, None);
    let expected =
        [silent(), silent(), silent(), told(200, "1"), told(200, "0"), told(429, "0"), told(429, "0")];
    assert_eq!(seen, expected);
    // Each request of a batch is one.
    let batch = r#"{"requests":[{"id":"1","method":"GET","url":"/users/1/manager"}]}"#;
    let json = format!("{TOKEN}content-type: application/json\r\n");
    let response = exchange(&sandbox, "POST", "/v1.0/$batch", &json, batch).await;
    assert_eq!(response.status(), 200);
    assert!(response.body().contains(r#""status":429"#) && response.body().contains("Retry-After"));
}

#[tokio::test]
async fn it_follows_a_script_and_is_slow_where_told() {
    let error = SandboxError::new(409, "conflict", "Not now.");
    let sandbox = Sandbox::builder()
        .on_sequence::<GetManager>([Ok(User { id: 1 }), Err(error), Ok(User { id: 2 })])
        .on_pages::<ListUsers, _>(vec![User { id: 1 }], 1)
        .latency_of::<GetManager>(Duration::from_millis(50))
        .start()
        .await
        .unwrap();
    let client = client(&sandbox);
    let get = GetManager { id: "1".to_owned() };
    let begin = Instant::now();
    assert_eq!(client.send(&get).await.unwrap(), User { id: 1 });
    assert!(begin.elapsed() >= Duration::from_millis(50));
    assert_eq!(client.send(&get).await.unwrap_err().code(), Some("conflict"));
    for _ in 0..2 {
        assert_eq!(client.send(&get).await.unwrap(), User { id: 2 });
    }
    let empty = Sandbox::builder().on_sequence::<GetManager>([]).start().await.unwrap();
    assert_eq!(self::client(&empty).send(&get).await.unwrap_err().code(), Some("generalException"));
}
