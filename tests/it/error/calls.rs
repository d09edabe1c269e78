//! An error names its call, by method and declared path, whatever failed and whichever job it was; never a value.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};
use graph_endpoint::prelude::*;
use graph_endpoint::{RetryPolicy, UploadSession};

use super::{printed, response};
use crate::support::server::{Reply, Server};

#[graph_endpoint(POST, "/users/{user-id}/assignLicense")]
struct AssignLicense {
    user_id: String,
    remove_licenses: Vec<String>,
}

#[graph_endpoint(GET, "/users", response = Page<User>)]
struct ListUsers {}

#[graph_endpoint(GET, "/users/delta", response = Page<User>)]
struct UserChanges {
    #[graph(query = "$filter")]
    filter: Option<String>,
}

#[graph_endpoint(GET, "/me/drive/items/{id}/content", response = Bytes)]
struct Content {
    id: String,
}

#[graph_endpoint(POST, "/me/drive/root:/{path..}:/createUploadSession", response = UploadSession)]
struct CreateSession {
    path: String,
}

#[graph_endpoint(POST, "/me/drive/items/{id}/copy")]
struct Copy {
    id: String,
}

#[graph_type("microsoft.graph.user")]
#[derive(Debug)]
#[allow(dead_code)]
struct User {
    id: String,
}

const SECRET: &str = "s3cret";
const REFUSED: &str = r#"{"error":{"code":"Request_BadRequest","message":"s3cret\nis invalid","innerError":{"request-id":"r1"}}}"#;

fn assign() -> AssignLicense {
    AssignLicense { user_id: SECRET.into(), remove_licenses: vec![SECRET.into()] }
}

fn client(url: &str) -> Client {
    Client::builder().token("t0ken").base_url(url).retry(RetryPolicy::none()).build().unwrap()
}

/// What an error prints, which is neither the token nor a value.
fn shown(error: &Error) -> String {
    let printed = printed(error);
    assert!(
        !printed.contains(SECRET) && !printed.contains("t0ken") && !printed.contains("127.0.0.1"),
        "{printed}"
    );
    error.to_string()
}

async fn refusing() -> Server {
    Server::start(|_, _| Reply::new(400, &[], REFUSED)).await
}

const PROBLEM: &str = "400 Bad Request, Request_BadRequest (request-id r1)";

#[test]
fn without_a_client() {
    let line = "POST /users/{user-id}/assignLicense";
    let refused = AssignLicense::from_http_response(response(400, &[], REFUSED)).unwrap_err();
    assert_eq!(shown(&refused), format!("{line}: {PROBLEM}"));
    let disguised = AssignLicense::from_http_response(response(200, &[], REFUSED)).unwrap_err();
    assert_eq!(shown(&disguised), format!("{line}: 200 OK, Request_BadRequest (request-id r1)"));
    let odd = ListUsers::from_http_response(response(200, &[], r#"{"value":[{"id":7}]}"#)).unwrap_err();
    assert_eq!(shown(&odd), "GET /users: value[0].id: expected a string, found an integer");
    let none = ListUsers::from_http_response(response(204, &[], "")).unwrap_err();
    assert!(shown(&none).starts_with("GET /users: the response has no body"), "{none}");
    let empty = AssignLicense { user_id: String::new(), remove_licenses: vec![] };
    let built = empty.to_http_request("https://graph.example").unwrap_err();
    assert_eq!(shown(&built), format!("{line}: the path value `user_id` is empty"));
}

#[tokio::test]
async fn a_single_call() {
    let line = "POST /users/{user-id}/assignLicense";
    let server = refusing().await;
    let refused = client(&server.url).send(&assign()).await.unwrap_err();
    assert_eq!(shown(&refused), format!("{line}: {PROBLEM}"));
    assert_eq!(
        shown(&client(&server.url).send(&assign()).response().await.unwrap_err()),
        format!("{line}: {PROBLEM}")
    );

    let header = client(&server.url).send(&assign()).header("a b", SECRET).await.unwrap_err();
    assert_eq!(shown(&header), format!("{line}: the header's name is not valid"));
    let empty = AssignLicense { user_id: String::new(), remove_licenses: vec![] };
    let built = client(&server.url).send(&empty).await.unwrap_err();
    assert_eq!(shown(&built), format!("{line}: the path value `user_id` is empty"));
    let nobody = client("http://127.0.0.1:1").send(&assign()).await.unwrap_err();
    assert!(nobody.is_connect() && nobody.to_string().starts_with(&format!("{line}: ")), "{nobody}");
    let slow = Server::start(|_, _| {
        std::thread::sleep(Duration::from_millis(200));
        Reply::status(204)
    })
    .await;
    let late = client(&slow.url).send(&assign()).timeout(Duration::from_millis(20)).await.unwrap_err();
    assert!(late.is_timeout() && shown(&late).starts_with(&format!("{line}: ")), "{late}");
}

#[tokio::test]
async fn messages_are_shown_if_asked_for_on_one_line() {
    let server = refusing().await;
    let client = Client::builder().token("t").base_url(&server.url).show_messages(true).build().unwrap();
    let line = "400 Bad Request, Request_BadRequest: s3cret is invalid (request-id r1)";
    let refused = client.send(&assign()).await.unwrap_err();
    assert_eq!(refused.to_string(), format!("POST /users/{{user-id}}/assignLicense: {line}"));
    let listed = client.items(&ListUsers {}).try_next().await.unwrap_err();
    assert_eq!(listed.to_string(), format!("GET /users: {line}"));
    let together = client.batch((ListUsers {},)).await.unwrap_err();
    assert_eq!(together.to_string(), format!("POST /$batch: {line}"));
}

#[tokio::test]
async fn each_of_the_long_jobs() {
    let server = refusing().await;
    let client = client(&server.url);
    let listed = client.items(&ListUsers {}).next().await.unwrap().unwrap_err();
    assert_eq!(shown(&listed), format!("GET /users: {PROBLEM}"));
    let filter = Some(SECRET.to_owned());
    let changed = client.delta(&UserChanges { filter }).next().await.unwrap().unwrap_err();
    assert_eq!(shown(&changed), format!("GET /users/delta: {PROBLEM}"));
    let loaded = client.download(&Content { id: SECRET.into() }).bytes().await.unwrap_err();
    assert_eq!(shown(&loaded), format!("GET /me/drive/items/{{id}}/content: {PROBLEM}"));
    let empty = client.download(&Content { id: SECRET.into() }).range(1..1).bytes().await.unwrap_err();
    assert_eq!(shown(&empty), "GET /me/drive/items/{id}/content: the range to download is empty");
    let create = CreateSession { path: SECRET.into() };
    let stored = client.upload(&create, Bytes::from_static(b"x")).await.unwrap_err();
    assert_eq!(shown(&stored), format!("POST /me/drive/root:/{{path..}}:/createUploadSession: {PROBLEM}"));
    let started = client.operation(&Copy { id: SECRET.into() }).await.unwrap_err();
    assert_eq!(shown(&started), format!("POST /me/drive/items/{{id}}/copy: {PROBLEM}"));
}

#[tokio::test]
async fn a_job_is_named_and_not_the_requests_that_it_makes() {
    let server = Server::start(|seen, _| {
        let host = seen.header("host").unwrap_or_default();
        match (seen.method.as_str(), seen.target.as_str()) {
            ("POST", target) if target.ends_with("/copy") => {
                Reply::new(202, &[("Location", &format!("http://{host}/monitor/s3cret"))], "")
            }
            ("POST", target) if target.ends_with("createUploadSession") => Reply::json(&format!(
                r#"{{"uploadUrl":"http://{host}/upload/s3cret","expirationDateTime":"2030-01-01T00:00:00Z"}}"#
            )),
            ("GET", "/monitor/s3cret") => {
                Reply::json(r#"{"status":"failed","error":{"code":"nameAlreadyExists"}}"#)
            }
            _ => Reply::new(400, &[], REFUSED),
        }
    })
    .await;
    let client = client(&server.url);
    let mut copy = client.operation(&Copy { id: SECRET.into() }).await.unwrap();
    let failed = copy.poll().await.unwrap_err();
    assert_eq!(shown(&failed), "POST /me/drive/items/{id}/copy: the operation failed, nameAlreadyExists");
    let create = CreateSession { path: SECRET.into() };
    let stored = client.upload(&create, Bytes::from_static(b"x")).await.unwrap_err();
    assert_eq!(
        shown(&stored),
        format!("POST /me/drive/root:/{{path..}}:/createUploadSession: a slice: {PROBLEM}")
    );
}

#[tokio::test]
async fn an_item_of_a_batch() {
    let server = Server::start(|_, _| {
        Reply::json(&format!(
            r#"{{"responses":[{{"id":"1","status":400,"body":{REFUSED}}},{{"id":"2","status":200,"body":{{"value":[{{}}]}}}}]}}"#
        ))
    })
    .await;
    let client = client(&server.url);
    let line = format!("POST /users/{{user-id}}/assignLicense: {PROBLEM}");
    let (refused, odd, lost) = client.batch((assign(), ListUsers {}, ListUsers {})).await.unwrap();
    assert_eq!(shown(&refused.unwrap_err()), line);
    assert_eq!(shown(&odd.unwrap_err()), "GET /users: value[0].id: the property is missing");
    assert!(shown(&lost.unwrap_err()).starts_with("GET /users: "));
    let mut batch = client.new_batch();
    let (first, second) = (batch.add(&assign()), batch.add(&ListUsers {}));
    let mut responses = batch.send().await.unwrap();
    assert_eq!(shown(&responses.take(first).unwrap_err()), line);
    assert_eq!(
        shown(&responses.take(second).unwrap_err()),
        "GET /users: value[0].id: the property is missing"
    );
    let each: Vec<_> = client.batch_all([assign()]).collect().await;
    assert_eq!(shown(each[0].as_ref().unwrap_err()), line);
    let empty = AssignLicense { user_id: String::new(), remove_licenses: vec![] };
    let built = client.batch((assign(), empty)).await.unwrap_err();
    assert_eq!(
        shown(&built),
        "POST /users/{user-id}/assignLicense: requests[1] of the batch: the path value `user_id` is empty"
    );
}

#[tokio::test]
async fn a_link_that_may_not_be_followed_is_named() {
    let server = Server::start(|seen, _| {
        let elsewhere = "https://graph.other.example/s3cret";
        let host = seen.header("host").unwrap_or_default();
        match seen.target.as_str() {
            "/v1.0/users" => Reply::json(&format!(r#"{{"value":[],"@odata.nextLink":"{elsewhere}"}}"#)),
            "/v1.0/users/delta" => {
                Reply::json(&format!(r#"{{"value":[],"@odata.deltaLink":"{elsewhere}"}}"#))
            }
            "/v1.0/users/delta?gone" => Reply::new(410, &[("Location", elsewhere)], ""),
            "/v1.0/me/drive/items/s3cret/content" => {
                Reply::new(302, &[("Location", "ftp://other.example/s3cret")], "")
            }
            "/v1.0/me/drive/items/s3cret/copy" => {
                Reply::new(202, &[("Location", "http://other.example/s3cret")], "")
            }
            target if target.ends_with("createUploadSession") => Reply::json(
                r#"{"uploadUrl":"http://other.example/s3cret","expirationDateTime":"2030-01-01T00:00:00Z"}"#,
            ),
            _ => Reply::json(&format!(r#"{{"host":"{host}"}}"#)),
        }
    })
    .await;
    let client = client(&server.url);
    let not_there = "is not on the host of the client's base URL; neither a token nor a header with credentials goes \
                     there, nothing was sent";
    let mut pages = client.pages(&ListUsers {});
    assert!(pages.next().await.unwrap().is_ok());
    let next = pages.next().await.unwrap().unwrap_err();
    assert_eq!(shown(&next), format!("GET /users: the next link {not_there}"));
    let mut changes = client.delta(&UserChanges { filter: None });
    assert!(changes.next().await.is_none());
    let token = changes.token().unwrap().clone();
    let delta = client.delta_from(&UserChanges { filter: None }, &token).next().await.unwrap().unwrap_err();
    assert_eq!(shown(&delta), format!("GET /users/delta: the delta link {not_there}"));
    let content = client.download(&Content { id: SECRET.into() }).bytes().await.unwrap_err();
    assert!(
        shown(&content).starts_with("GET /me/drive/items/{id}/content: the download location is not https"),
        "{content}"
    );
    let mut copy = client.operation(&Copy { id: SECRET.into() }).await.unwrap();
    let monitor = copy.poll().await.unwrap_err();
    assert!(
        shown(&monitor).starts_with("POST /me/drive/items/{id}/copy: the URL of the monitor is not https"),
        "{monitor}"
    );
    let create = CreateSession { path: SECRET.into() };
    let upload = client.upload(&create, Bytes::from_static(b"x")).await.unwrap_err();
    assert!(
        shown(&upload)
            .starts_with("POST /me/drive/root:/{path..}:/createUploadSession: the upload URL is not https"),
        "{upload}"
    );
}
