//! Microsoft's own clients against the sandbox: what they can't do with it is a fault of the sandbox.

use std::ffi::OsStr;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Reply, Sandbox, SandboxError};
use graph_endpoint::{Bytes, Nullable, UploadSession};
use serde_json::{Value, json};

use crate::servers::certificate;
use crate::tools::{folder, node, printed, python, refusal};
use crate::wire::with_more;

#[graph_type("microsoft.graph.user")]
#[derive(Clone)]
pub(crate) struct User {
    id: String,
    display_name: String,
}

#[graph_endpoint(GET, "/users", response = Page<User>)]
struct ListUsers {}

#[graph_endpoint(GET, "/users/{id}", response = User)]
struct GetUser {
    id: String,
}

#[graph_endpoint(GET, "/users/{id}/manager", response = User)]
struct GetManager {
    id: String,
}

#[graph_endpoint(POST, "/users", response = User)]
struct AddUser {
    display_name: String,
}

#[graph_endpoint(PATCH, "/users/{id}")]
struct PatchUser {
    id: String,
    display_name: Nullable<String>,
}

#[graph_endpoint(DELETE, "/users/{id}")]
struct DeleteUser {
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
struct DriveItem {
    id: String,
    size: usize,
}

fn user(id: &str) -> Result<User, SandboxError> {
    match id.strip_prefix('u') {
        Some(number) => Ok(User { id: id.to_owned(), display_name: format!("user {number}") }),
        None => Err(SandboxError::new(404, "Request_ResourceNotFound", "There is no such user.")),
    }
}

pub(crate) fn users() -> Vec<User> {
    (0..7).map(|number| user(&format!("u{number}")).unwrap()).collect()
}

pub(crate) async fn sandbox() -> Sandbox {
    let made = AtomicU32::new(100);
    with_more(Sandbox::builder())
        .on_pages::<ListUsers, _>(users(), 3)
        .on(|get: GetUser| async move { user(&get.id) })
        .on(|get: GetManager| async move { user(&get.id) })
        .on(move |add: AddUser| {
            let id = format!("u{}", made.fetch_add(1, Ordering::Relaxed));
            async move { Reply::new(User { id, display_name: add.display_name }).status(201) }
        })
        .on(|patch: PatchUser| async move {
            match patch.display_name {
                Nullable::Null => Ok(()),
                _ => Err(SandboxError::new(400, "BadRequest", "The name was to be cleared.")),
            }
        })
        .on(|delete: DeleteUser| async move { user(&delete.id).map(drop) })
        .on_upload(|create: CreateUploadSession, content: Bytes| async move {
            let sent: Vec<u8> = (0..1_000_000u32).map(|number| (number % 251) as u8).collect();
            match content == sent || content == "0123456789" {
                true => Ok(DriveItem { id: create.path, size: content.len() }),
                false => Err(SandboxError::new(409, "conflict", "The bytes are others.")),
            }
        })
        .on_download(|_: GetContent| async { Ok("a file") })
        .fail_first::<GetManager>(1, SandboxError::throttled(Duration::from_secs(1)))
        .start()
        .await
        .unwrap()
}

pub(crate) async fn run(mut command: Command, sandbox: &Sandbox, mode: &str, more: &[&OsStr]) -> Output {
    command.arg(sandbox.url()).arg(mode).args(more);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    // Shown where the test fails.
    println!("{:#?}", sandbox.take_requests());
    output
}

fn names() -> Vec<String> {
    (0..7).map(|number| format!("user {number}")).collect()
}

#[tokio::test]
async fn the_javascript_client_works_with_the_sandbox() {
    let (key, certificate) = certificate(&folder("clients"));
    let start = || {
        let mut command = node("microsoft-graph-client", "clients.mjs")?;
        command.env("NODE_EXTRA_CA_CERTS", &certificate);
        Some(command)
    };
    let Some(command) = start() else { return };
    let files = [key.as_os_str(), certificate.as_os_str()];
    let sandbox = sandbox().await;
    let output = run(command, &sandbox, "right", &files).await;
    let seen: Value = serde_json::from_str(printed(&output)).unwrap();
    let expected = json!({
        "pages": names(),
        "made": "u100",
        "batch": [201, 200, 404, 424],
        "slices": [0, 327_680, 655_360, 983_040],
        "download": "a file",
        "errors": ["Request_ResourceNotFound", 404, 405],
        "throttled": "user 1",
        "delta": [names(), []],
        "later": ["user 5", "user 6"],
        "photo": { "value": 3_000 },
        "part": [206, "fil"],
        "patient": [[], 4],
    });
    assert_eq!(seen, expected);
    let refusal = refusal(&run(start().unwrap(), &sandbox, "wrong", &files).await);
    assert!(refusal.contains("the status is another"), "{refusal}");
}

#[tokio::test]
async fn the_python_client_works_with_the_sandbox() {
    let start = || python("msgraph-core", "clients.py");
    let Some(command) = start() else { return };
    let sandbox = sandbox().await;
    let output = run(command, &sandbox, "right", &[]).await;
    let seen: Value = serde_json::from_str(printed(&output)).unwrap();
    let expected = json!({
        "pages": names(),
        "batch": [201, 200, 404],
        "size": 1_000_000,
        "errors": [404, "Request_ResourceNotFound"],
        "throttled": "user 1",
        "delta": [names(), []],
    });
    assert_eq!(seen, expected);
    let refusal = refusal(&run(start().unwrap(), &sandbox, "wrong", &[]).await);
    assert!(refusal.contains("the status is another"), "{refusal}");
}
