//! A reqwest client of the caller's own sends everything: calls, lists, batches, uploads, downloads, monitors, `blocking`.

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;
use graph_endpoint::{Bytes, UploadSession, ValueOf};

#[graph_endpoint(GET, "/me/displayName", response = ValueOf<String>)]
struct GetName {}

#[graph_endpoint(GET, "/users", response = Page<User>)]
struct ListUsers {}

#[graph_type("microsoft.graph.user")]
#[derive(Clone)]
struct User {
    id: String,
}

#[graph_endpoint(GET, "/me/drive/items/{id}/content")]
struct GetContent {
    id: String,
}

#[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
struct CreateUploadSession {
    path: String,
}

#[graph_endpoint(POST, "/me/drive/items/{id}/copy")]
struct CopyItem {
    id: String,
}

#[graph_endpoint(GET, "/monitor", response = Untyped)]
struct Monitor {}

/// The mark that its client puts on each request.
fn marked() -> reqwest::Client {
    let mark = [("x-mine".parse().unwrap(), "1".parse().unwrap())].into_iter().collect();
    let own = reqwest::Client::builder().default_headers(mark).redirect(reqwest::redirect::Policy::none());
    own.no_proxy().build().unwrap()
}

fn service() -> graph_endpoint::sandbox::SandboxBuilder {
    let user = |id: &str| User { id: id.to_owned() };
    Sandbox::builder()
        .on(|_: GetName| async { ValueOf::from("Adele".to_owned()) })
        .on_pages::<ListUsers, _>(vec![user("1"), user("2"), user("3")], 2)
        .on_download(|_: GetContent| async { Ok("a file") })
        .on_upload(|_: CreateUploadSession, content: Bytes| async move {
            Ok(User { id: content.len().to_string() })
        })
        .on(|_: CopyItem| async {
            http::Response::builder().status(202).header("location", "/monitor").body("").unwrap()
        })
        .on(|_: Monitor| async { http::Response::new(r#"{"status":"completed"}"#) })
}

fn all_marked(sandbox: &Sandbox, expected: usize) {
    let requests = sandbox.take_requests();
    assert!(requests.len() >= expected, "{}", requests.len());
    for request in requests {
        assert_eq!(request.header("x-mine"), Some("1"), "{} {}", request.method(), request.path());
    }
}

#[tokio::test]
async fn it_sends_every_request() {
    let sandbox = service().start().await.unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).http_client(marked()).build().unwrap();

    client.send(&GetName {}).await.unwrap();
    let users: Vec<User> = client.items(&ListUsers {}).try_collect().await.unwrap();
    assert_eq!(users.len(), 3);
    let (name,) = client.batch((GetName {},)).await.unwrap();
    assert_eq!(name.unwrap().value, "Adele");
    let content = client.download(&GetContent { id: "1".into() }).bytes().await.unwrap();
    assert_eq!(content, "a file");
    let create = CreateUploadSession { path: "a.txt".into() };
    let item: User = client.upload(&create, vec![7; 1000]).await.unwrap().item().unwrap();
    assert_eq!(item.id, "1000");
    client.operation(&CopyItem { id: "1".into() }).await.unwrap().wait().await.unwrap();
    // A call, two pages, a batch, a download and what it leads to, a session and its slice, a copy and its monitor.
    all_marked(&sandbox, 10);
}

#[test]
fn without_async_code_as_well() {
    let sandbox = service().start_on_thread().unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).http_client(marked());
    let client = client.build_blocking().unwrap();
    client.send(&GetName {}).unwrap();
    assert_eq!(client.items(&ListUsers {}).count(), 3);
    all_marked(&sandbox, 3);
}
