//! The long jobs of a run, which lead to the other host: content that is downloaded from there, a copy whose monitor is
//! there, and an upload to a session that is there.

use std::future::Future;
use std::future::IntoFuture as _;

use graph_endpoint::prelude::*;
use graph_endpoint::{Client, Error, UploadSession};
use serde_json::json;

use super::aside::polled;
use super::fault::Response;
use super::run::Shared;
use super::world::World;
use crate::support::server::Seen;

/// What is downloaded, and uploaded.
pub(super) const CONTENT: &[u8] = b"the content of a file, which is the same for all of them";
/// Which record a copy writes.
pub(super) const COPY: &str = "POST-once-copy";
/// What the copy makes.
const COPIED: &str = "the copy";

#[graph_endpoint(GET, "/files/<id>/content")]
struct GetContent {
    id: String,
}

#[graph_endpoint(POST, "/copies/<id>")]
struct Copy {
    id: String,
    text: String,
}

#[graph_endpoint(POST, "/files/<id>/createUploadSession", response = UploadSession)]
struct CreateSession {
    id: String,
}

/// Waits for a job's end, or drops it after so many polls if the run drops what it does.
async fn to_its_end<F: Future>(world: &Shared, job: &str, future: F) -> Option<F::Output> {
    let polls = {
        let world = world.lock().unwrap();
        let mut rng = world.dice.of(job, 0);
        if world.aside.drops && rng.bool() { rng.u32(1..30) } else { u32::MAX }
    };
    let outcome = polled(future, polls).await;
    world.lock().unwrap().tally.dropped += u64::from(outcome.is_none());
    outcome
}

/// What comes is the content, or an error.
pub(super) async fn download(client: &Client, world: &Shared) {
    let mut all = Vec::new();
    let get = GetContent { id: "file".to_owned() };
    let download = client.download(&get).resumptions(3).to_writer(&mut all);
    let Some(outcome) = to_its_end(world, "download", download).await else { return };
    let mut world = world.lock().unwrap();
    world.tally.downloads += u64::from(outcome.is_ok());
    world.assert(outcome.is_err() || all == CONTENT, || format!("{} bytes were downloaded", all.len()));
}

/// What is said to be copied was, and once.
pub(super) async fn copy(client: &Client, world: &Shared) {
    let copy = async {
        let copy = Copy { id: COPY.to_owned(), text: format!("of {COPY}") };
        client.operation(&copy).await?.wait().await
    };
    let outcome: Option<Result<_, Error>> = to_its_end(world, "copy", copy).await;
    let Some(outcome) = outcome else { return };
    let mut world = world.lock().unwrap();
    let written = world.written(COPY);
    world.assert(outcome.is_err() || written == 1, || {
        format!("the copy is done, and was made {written} times")
    });
    if let Ok(outcome) = outcome {
        let made = outcome.status().resource_id();
        world.assert(made.is_none_or(|id| id == COPIED), || format!("{made:?} was copied"));
        world.tally.copies += 1;
    }
}

/// What is said to be uploaded is there, and the same.
pub(super) async fn upload(client: &Client, world: &Shared) {
    let create = CreateSession { id: "file".to_owned() };
    let upload = client.upload(&create, CONTENT.to_vec()).resumptions(10).into_future();
    let Some(outcome) = to_its_end(world, "upload", upload).await else { return };
    let mut world = world.lock().unwrap();
    let uploads = world.uploads;
    world.assert(outcome.is_err() || uploads == 1, || {
        format!("the upload is done, and was completed {uploads} times")
    });
    world.tally.uploads += u64::from(outcome.is_ok());
}

/// 202, and where to ask how it goes.
pub(super) fn copying(world: &World) -> Response {
    Response::new(202, "").header("Location", format!("{}/monitors/copy", world.url_of_other()))
}

/// It goes on for a while, and asks to be left alone for as long as it likes.
pub(super) fn monitor(world: &mut World) -> Response {
    let looks = world.visit("looks at the monitor");
    if looks > 2 {
        return Response::new(200, json!({ "status": "completed", "resourceId": COPIED }).to_string());
    }
    let wait = ["0", "0.249", "7", "86400"][world.dice.of("monitor", looks).usize(..4)];
    Response::new(202, json!({ "status": "inProgress" }).to_string()).header("Retry-After", wait)
}

/// A new session on the other host.
pub(super) fn session(world: &mut World) -> Response {
    let number = world.visit("upload sessions");
    world.sessions.insert(number, Vec::new());
    let url = format!("{}/sessions/{number}", world.url_of_other());
    Response::new(200, json!({ "uploadUrl": url, "nextExpectedRanges": ["0-"] }).to_string())
}

/// A slice, or the question for what is missing. `done`: whether the service carries it out.
pub(super) fn slice(world: &mut World, seen: &Seen, done: bool) -> Response {
    let number = super::service::record(seen).parse().unwrap();
    let turn = world.visit("slices");
    let taken = world.dice.of("taken", turn).usize(1..=CONTENT.len());
    let Some(session) = world.sessions.get_mut(&number) else {
        return Response::new(404, r#"{"error":{"code":"itemNotFound"}}"#);
    };
    if seen.method == "DELETE" {
        world.sessions.remove(&number);
        return Response::new(204, "");
    }
    if seen.method == "PUT" && done {
        let range = seen.header("content-range").unwrap().strip_prefix("bytes ").unwrap();
        let start: usize = range.split('-').next().unwrap().parse().unwrap();
        if start != session.len() {
            return Response::new(416, r#"{"error":{"code":"invalidRange"}}"#);
        }
        // Not all of it, at times.
        session.extend(seen.body.iter().take(taken));
        if session.len() == CONTENT.len() {
            let same = *session == CONTENT;
            world.sessions.remove(&number);
            world.uploads += 1;
            world.assert(same, || "something else was uploaded".to_owned());
            return Response::new(201, r#"{"id":"item"}"#);
        }
    }
    let status = if seen.method == "PUT" { 202 } else { 200 };
    Response::new(status, json!({ "nextExpectedRanges": [format!("{}-", session.len())] }).to_string())
}
