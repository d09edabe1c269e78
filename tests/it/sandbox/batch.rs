//! `$batch`: each request in it is answered as if it had come alone.

use bytes::Bytes;
use graph_endpoint::sandbox::{Sandbox, SandboxError};
use serde_json::{Value, json};

use super::declared::{GetUser, PostHtml, PutBytes, Reset};
use crate::support::wire::{TOKEN, exchange};

async fn sandbox() -> Sandbox {
    Sandbox::builder()
        .on(|get: GetUser| async move {
            assert_ne!(get.id, "panic", "a panic of the handler's");
            if get.id == "missing" { Err(SandboxError::new(404, "itemNotFound", "none")) } else { Ok(get.id) }
        })
        .on(|_: Reset| async {})
        .on(|put: PutBytes| async move { Bytes::from(put.content) })
        .on(|_: PostHtml| async {})
        .tolerate_panics()
        .start()
        .await
        .unwrap()
}

/// The responses by id; the batch itself must be answered.
async fn responses(requests: Value) -> serde_json::Map<String, Value> {
    let sandbox = sandbox().await;
    let body = json!({ "requests": requests }).to_string();
    let response = exchange(&sandbox, "POST", "/v1.0/$batch", TOKEN, &body).await;
    assert_eq!(response.status(), 200, "{}", response.body());
    let mut body: Value = serde_json::from_str(response.body()).unwrap();
    let responses = body["responses"].as_array_mut().unwrap();
    responses
        .iter_mut()
        .map(|response| (response["id"].as_str().unwrap().to_owned(), response.take()))
        .collect()
}

#[tokio::test]
async fn each_request_has_its_answer() {
    let responses = responses(json!([
        { "id": "1", "method": "GET", "url": "/users/a%2Fb" },
        { "id": "2", "method": "GET", "url": "users/missing" },
        { "id": "3", "method": "POST", "url": "/things/5/reset" },
        { "id": "4", "method": "PUT", "url": "/me/drive/root:/a/b:/content", "body": "_w",
          "headers": { "Content-Type": "application/octet-stream" } },
        { "id": "5", "method": "GET", "url": "/users/panic" },
        { "id": "6", "method": "DELETE", "url": "/users/1" },
    ]))
    .await;
    let status = |id: &str| responses[id]["status"].as_u64().unwrap();
    assert_eq!(["1", "2", "3", "4", "5", "6"].map(status), [200, 404, 204, 200, 500, 405]);
    assert_eq!(responses["1"]["body"], "a/b");
    assert_eq!(responses["1"]["headers"]["Content-Type"], "application/json");
    assert_eq!(responses["2"]["body"]["error"]["code"], "itemNotFound");
    assert!(responses["3"].get("body").is_none());
    assert_eq!(responses["4"]["body"], "/w==");
    assert_eq!(responses["6"]["headers"]["Allow"], "GET");
}

#[tokio::test]
async fn a_request_waits_for_what_it_depends_on_and_fails_with_it() {
    let responses = responses(json!([
        { "id": "late", "method": "GET", "url": "/users/late", "dependsOn": ["bad"] },
        { "id": "later", "method": "GET", "url": "/users/later", "dependsOn": ["late", "good"] },
        { "id": "fine", "method": "GET", "url": "/users/fine", "dependsOn": ["good"] },
        { "id": "bad", "method": "GET", "url": "/users/missing" },
        { "id": "good", "method": "GET", "url": "/users/good" },
    ]))
    .await;
    let status = |id: &str| responses[id]["status"].as_u64().unwrap();
    assert_eq!(["bad", "late", "later", "good", "fine"].map(status), [404, 424, 424, 200, 200]);
    assert_eq!(responses["late"]["body"]["error"]["code"], "FailedDependency");
}

#[tokio::test]
async fn its_name_is_read_in_any_letter_case_and_spelling() {
    let sandbox = sandbox().await;
    let body = json!({ "requests": [{ "id": "1", "method": "GET", "url": "/users/a" }] }).to_string();
    for target in ["/v1.0/$BATCH", "/v1.0/$Batch", "/v1.0/%24batch", "/v1.0/%24BATCH"] {
        let response = exchange(&sandbox, "POST", target, TOKEN, &body).await;
        assert_eq!(response.status(), 200, "{target}: {}", response.body());
        assert!(response.body().contains(r#""body":"a""#), "{target}: {}", response.body());
    }
}

#[tokio::test]
async fn an_item_that_can_not_be_read_fails_alone() {
    let html = |body: Value| json!({ "id": "x", "method": "POST", "url": "/me/onenote/pages", "body": body });
    for (item, expected) in [
        (json!({ "id": "x", "url": "/users/1" }), "`method`"),
        (json!({ "id": "x", "method": "GET" }), "`url`"),
        (json!({ "id": "x", "method": "GET", "url": "https://elsewhere/users/1" }), "relative"),
        (json!({ "id": "x", "method": "GET", "url": "/users/a b" }), "not valid"),
        (json!({ "id": "x", "method": "POST", "url": "/$batch" }), "A batch can't hold"),
        (json!({ "id": "x", "method": "POST", "url": "$BATCH?a=b" }), "A batch can't hold"),
        (json!({ "id": "x", "method": "POST", "url": "/%24Batch" }), "A batch can't hold"),
        (json!({ "id": "x", "method": "GET", "url": "/users/1", "headers": { "a": "b\nc" } }), "header"),
        (html(json!({})), "Content-Type"),
    ] {
        let responses = responses(json!([item, { "id": "good", "method": "GET", "url": "/users/1" }])).await;
        assert_eq!(
            (responses["x"]["status"].as_u64(), responses["good"]["status"].as_u64()),
            (Some(400), Some(200))
        );
        assert!(
            responses["x"]["body"]["error"]["message"].as_str().unwrap().contains(expected),
            "{responses:?}"
        );
    }
}

#[tokio::test]
async fn what_is_no_batch_is_refused_whole() {
    let sandbox = sandbox().await;
    let item = |id: usize| json!({ "id": id.to_string(), "method": "GET", "url": "/users/1" });
    let many: Vec<Value> = (0..21).map(item).collect();
    for (body, expected) in [
        ("[]".to_owned(), "no JSON object"),
        ("{".to_owned(), "no JSON object"),
        ("{}".to_owned(), "`requests`"),
        (json!({ "requests": [{}] }).to_string(), "`id`"),
        (json!({ "requests": [item(1), item(1)] }).to_string(), "same `id`"),
        (json!({ "requests": many }).to_string(), "at most 20"),
        (json!({ "requests": [{ "id": "1", "dependsOn": ["1"] }] }).to_string(), "dependsOn"),
    ] {
        let response = exchange(&sandbox, "POST", "/v1.0/$batch", TOKEN, &body).await;
        assert_eq!(response.status(), 400, "{body}");
        assert!(response.body().contains(expected), "{}", response.body());
    }
    assert_eq!(exchange(&sandbox, "POST", "/v1.0/$batch", "", "{}").await.status(), 401);
    assert_eq!(exchange(&sandbox, "GET", "/v1.0/$batch", TOKEN, "").await.status(), 404);
}
