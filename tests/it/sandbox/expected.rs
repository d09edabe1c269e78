//! What a test expects against what came: nothing where they are the same, a line for each difference else.

use std::panic::AssertUnwindSafe;

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{ExpectedRequest, Sandbox};

use crate::support::wire::{TOKEN, exchange};

#[graph_endpoint(PATCH, "/users/{id}")]
#[derive(Clone)]
struct Update {
    id: String,
    #[graph(query = "$select")]
    select: Option<String>,
    #[graph(header = "If-Match")]
    etag: Option<String>,
    display_name: Option<String>,
    business_phones: Option<Vec<String>>,
}

#[graph_endpoint(DELETE, "/users/{id}")]
struct Delete {
    id: String,
}

fn update(id: &str) -> Update {
    Update {
        id: id.to_owned(),
        select: Some("id,displayName".to_owned()),
        etag: Some("W/\"1\"".to_owned()),
        display_name: Some("Adele".to_owned()),
        business_phones: Some(vec!["1".to_owned(), "2".to_owned()]),
    }
}

async fn sandbox() -> (Sandbox, Client) {
    let sandbox = Sandbox::builder().on(|_: Update| async {}).on(|_: Delete| async {}).start().await.unwrap();
    let client = Client::builder().token("the-secret").base_url(sandbox.url()).build().unwrap();
    (sandbox, client)
}

fn problem(sandbox: &Sandbox, expected: Vec<ExpectedRequest>) -> String {
    let assertion = AssertUnwindSafe(|| sandbox.assert_requests(expected));
    let panic = std::panic::catch_unwind(assertion).unwrap_err();
    panic.downcast_ref::<String>().unwrap().clone()
}

#[tokio::test]
async fn what_was_sent_is_what_was_expected() {
    let (sandbox, client) = sandbox().await;
    sandbox.assert_requests([]);
    client.send(&update("1")).await.unwrap();
    client.send(&Delete { id: "a/b".to_owned() }).await.unwrap();
    let delete = ExpectedRequest::of(&Delete { id: "a/b".to_owned() }).unwrap();
    sandbox.assert_requests([ExpectedRequest::of(&update("1")).unwrap(), delete]);
    // What can't be sent can't be expected.
    assert!(ExpectedRequest::of(&Delete { id: String::new() }).unwrap_err().is_build());
}

#[tokio::test]
async fn each_difference_is_named() {
    let (sandbox, client) = sandbox().await;
    client.send(&update("1")).await.unwrap();
    client.send(&Delete { id: "2".to_owned() }).await.unwrap();
    let other = Update {
        select: None,
        etag: Some("W/\"2\"".to_owned()),
        display_name: None,
        business_phones: Some(vec!["1".to_owned(), "3".to_owned(), "4".to_owned()]),
        ..update("1")
    };
    let of = |endpoint: &Update| ExpectedRequest::of(endpoint).unwrap();
    let text = problem(&sandbox, vec![of(&other), of(&update("2")), of(&update("3"))]);
    assert_eq!(
        text,
        "the sandbox got other requests than expected:\n\
         1. PATCH /v1.0/users/1\n   \
         query option `$select`: expected nothing, came id,displayName\n   \
         header `if-match`: expected W/\"2\", came W/\"1\"\n   \
         body `businessPhones[1]`: expected \"3\", came \"2\"\n   \
         body `businessPhones[2]`: expected \"4\", came nothing\n   \
         body `displayName`: expected nothing, came \"Adele\"\n\
         2. DELETE /v1.0/users/2\n   \
         expected PATCH /v1.0/users/2\n   \
         query option `$select`: expected id,displayName, came nothing\n   \
         header `content-type`: expected application/json, came nothing\n   \
         header `if-match`: expected W/\"1\", came nothing\n   \
         body: expected 50 bytes, came 0 bytes that are others\n\
         3. PATCH /v1.0/users/3\n   \
         expected, and never came"
    );
    let text = problem(&sandbox, vec![of(&update("1"))]);
    assert!(text.ends_with("2. DELETE /v1.0/users/2\n   came, and was not expected"), "{text}");
    assert!(!text.contains("the-secret"));
}

/// What looks alike once it is put down by name is told apart.
#[tokio::test]
async fn options_that_repeat_and_names_like_paths_differ() {
    let (sandbox, _) = sandbox().await;
    let head = format!("{TOKEN}content-type: application/json\r\nif-match: W/\"1\"\r\n");
    let target = "/v1.0/users/1?$select=mail&$select=id,displayName";
    let body = r#"{"displayName":"Adele","businessPhones[0]":"1","businessPhones[1]":"2"}"#;
    exchange(&sandbox, "PATCH", target, &head, body).await;
    let text = problem(&sandbox, vec![ExpectedRequest::of(&update("1")).unwrap()]);
    for line in [
        "query option `$select`: expected id,displayName, came mail, id,displayName",
        "body `[\"businessPhones[0]\"]`: expected nothing, came \"1\"",
        "body `businessPhones[0]`: expected \"1\", came nothing",
    ] {
        assert!(text.contains(line), "{text}");
    }
}

/// One that is missing, too many or out of turn is one line, and all behind it are what they were.
#[tokio::test]
async fn a_gap_and_a_turn_are_said_once() {
    let (sandbox, client) = sandbox().await;
    let delete = |id: &str| Delete { id: id.to_owned() };
    let of = |id: &str| ExpectedRequest::of(&delete(id)).unwrap();
    for id in ["2", "3", "1", "4"] {
        client.send(&delete(id)).await.unwrap();
    }
    let text = problem(&sandbox, ["1", "2", "3", "4"].map(of).to_vec());
    assert_eq!(
        text,
        "the sandbox got other requests than expected:\n\
         1. DELETE /v1.0/users/1\n   \
         expected here, and came as number 3\n\
         3. DELETE /v1.0/users/1\n   \
         came here, and was expected as number 1"
    );
    let text = problem(&sandbox, ["0", "2", "3", "1", "4"].map(of).to_vec());
    assert!(text.ends_with("expected:\n1. DELETE /v1.0/users/0\n   expected, and never came"), "{text}");
    let text = problem(&sandbox, ["2", "3", "4"].map(of).to_vec());
    assert!(text.ends_with("expected:\n3. DELETE /v1.0/users/1\n   came, and was not expected"), "{text}");
}
