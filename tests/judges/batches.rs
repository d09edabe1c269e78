//! Our batches, written once more by Microsoft's client from the same requests: ids, URLs, headers, bodies and what comes
//! after what must be the same. It writes no body without a content type.

use std::io::Write as _;
use std::process::{Output, Stdio};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;
use graph_endpoint::{Bytes, Nullable};
use serde_json::{Map, Value, json};

use crate::examples::exchanges;
use crate::tools::{folder, install_node, node, printed, refusal};

const WHAT: &str = "our batches by microsoft-graph-client";

#[graph_endpoint(GET, "/users", response = Untyped)]
struct ListUsers {
    #[graph(header = "ConsistencyLevel")]
    consistency_level: Option<String>,
}

#[graph_endpoint(GET, "/users/{id}", response = Untyped)]
struct GetUser {
    id: String,
}

#[graph_endpoint(POST, "/groups", response = Untyped)]
struct AddGroup {
    display_name: String,
}

#[graph_endpoint(PATCH, "/users/{id}")]
struct PatchUser {
    id: String,
    #[graph(header = "If-Match")]
    etag: Option<String>,
    job_title: Nullable<String>,
}

#[graph_endpoint(DELETE, "/users/{id}")]
struct DeleteUser {
    id: String,
}

#[graph_endpoint(PUT, "/me/photo/$value")]
struct PutPhoto {
    #[graph(body, content_type = "image/jpeg")]
    photo: Bytes,
}

#[graph_endpoint(POST, "/me/messages/{id}/send")]
struct SendDraft {
    id: String,
}

/// A batch of theirs is a chain, or has none that waits.
async fn ours(file: &std::path::Path) -> Vec<Value> {
    std::fs::write(file, "").unwrap();
    let sandbox = Sandbox::builder().journal(file).start().await.unwrap();
    let client = Client::builder().token("any").base_url(sandbox.url()).build().unwrap();
    let list =
        ListUsers { consistency_level: Some("eventual".into()) }.filter("startswith(displayName,'a+b')");
    let get = GetUser { id: "a b/é".into() };
    let add = AddGroup { display_name: "Zoë \"&\" <b>".into() };
    let etag = Some("W/\"1\"".into());
    let patch = PatchUser { id: "1".into(), etag, job_title: Nullable::Null };
    let delete = DeleteUser { id: "1".into() };
    let put = PutPhoto { photo: Bytes::from_static(b"\xff\xd8\0") };
    let send = SendDraft { id: "m".into() };
    let _ = client.batch((&list, &get, &add, &patch, &delete, &put, &send)).await.unwrap();
    let together = [one(&list), one(&get), one(&add), one(&patch), one(&delete), one(&put), one(&send)];
    let mut batch = client.new_batch();
    let first = batch.add(&add);
    let second = batch.add_after(&first, &patch);
    batch.add_after(&second, &delete);
    drop(batch.send().await.unwrap());
    let chained = [one(&add), one(&patch), one(&delete)];
    let journal = std::fs::read_to_string(file).unwrap();
    let lines = journal.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut batches = lines.filter(|exchange| exchange["target"] == "/v1.0/$batch");
    let mut pair = |mut requests: Vec<Value>, waits: bool| {
        for (index, request) in requests.iter_mut().enumerate() {
            request["id"] = (index + 1).to_string().into();
            if waits && index > 0 {
                request["dependsOn"] = json!([index.to_string()]);
            }
        }
        json!({ "batch": batches.next().unwrap()["request"], "requests": requests })
    };
    vec![pair(together.into(), false), pair(chained.into(), true)]
}

/// A request as it is sent by itself.
fn one(request: &impl Endpoint) -> Value {
    let request = request.to_http_request("https://graph.microsoft.com").unwrap();
    let url = request.uri().path_and_query().unwrap().as_str().strip_prefix("/v1.0").unwrap();
    let headers = request.headers().iter();
    let headers: Map<_, _> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().into())).collect();
    let body = (!request.body().is_empty()).then(|| BASE64_STANDARD.encode(request.body()));
    json!({ "method": request.method().as_str(), "url": url, "headers": headers, "body": body })
}

fn again(batches: &[Value]) -> Output {
    let mut process = node(WHAT, "batches.mjs")
        .unwrap()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = process.stdin.take().unwrap();
    let text = serde_json::to_vec(batches).unwrap();
    let writing = std::thread::spawn(move || input.write_all(&text));
    let output = process.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    output
}

#[tokio::test]
async fn microsofts_client_writes_our_batches_as_we_do() {
    if install_node(WHAT).is_none() {
        return;
    }
    let mut batches = ours(&folder("batches").join("journal.jsonl")).await;
    let (first, second) = (batches[0].clone(), batches[1].clone());
    let of_examples = exchanges(WHAT).iter().filter(|exchange| exchange["target"] == "/v1.0/$batch");
    batches.extend(of_examples.map(|exchange| json!({ "batch": exchange["request"] })));
    let output = again(&batches);
    let count: usize = printed(&output).trim().parse().unwrap();
    println!("{count} requests in {} batches", batches.len());
    assert!(count >= 10, "only {count} requests in {} batches", batches.len());

    // Each once, in what we wrote: a body without its content type, another path, another order.
    for (mut wrong, at, value) in [
        (first.clone(), "/batch/requests/2/headers/content-type", None),
        (first.clone(), "/batch/requests/5/headers/content-type", Some(json!("image/png"))),
        (first, "/batch/requests/1/url", Some(json!("/users/a+b"))),
        (second, "/batch/requests/2/dependsOn", Some(json!(["1"]))),
    ] {
        let (object, name) = at.rsplit_once('/').unwrap();
        let object = wrong.pointer_mut(object).unwrap().as_object_mut().unwrap();
        assert!(object.remove(name).is_some(), "{at}");
        object.extend(value.map(|value| (name.to_owned(), value)));
        refusal(&again(&[wrong]));
    }
}
