//! A file goes up by session and comes back, with a progress bar, over a service that is out of order now and then.
//!
//! `cargo run --example upload`; it needs no tenant.

use std::sync::{Arc, Mutex};

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Sandbox, SandboxBuilder};
use graph_endpoint::{Bytes, Progress, UploadSession};
use http::{Request, Response};
use indicatif::{ProgressBar, ProgressStyle};

#[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
struct CreateUploadSession {
    path: String,
}

#[graph_endpoint(GET, "/me/drive/items/<id>/content")]
struct GetContent {
    id: String,
}

#[graph_type("microsoft.graph.driveItem")]
struct DriveItem {
    id: String,
    size: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = drive().start().await?;
    let client = Client::builder().token("a-token").base_url(sandbox.url()).build()?;

    let folder = std::env::temp_dir().join(format!("graph-endpoint-upload-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let (film, copy) = (folder.join("film.mp4"), folder.join("copy.mp4"));
    std::fs::write(&film, vec![7; 40_000_000])?;

    let create = CreateUploadSession { path: "films/holiday.mp4".into() };
    let up = bar("up");
    let uploaded = client
        .upload(&create, film.as_path())
        .slice_size(10 * 327_680)
        // To be saved, so that another run can go on with it: `client.resume_upload(session, file)`.
        .on_session(|session| println!("a session: {session:?}"))
        .on_progress(follow(&up))
        .await?;
    up.finish();
    let item: DriveItem = uploaded.item()?;
    println!("{} has {} bytes", item.id, item.size);

    let down = bar("down");
    let content = GetContent { id: item.id };
    let done = client.download(&content).on_progress(follow(&down)).to_file(&copy).await?;
    down.finish();
    println!(
        "{} bytes are back, the same: {}",
        done.length(),
        std::fs::read(&film)? == std::fs::read(&copy)?
    );

    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn bar(prefix: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:>4} {bar:40} {bytes}/{total_bytes} {bytes_per_sec}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_prefix(prefix)
}

fn follow(bar: &ProgressBar) -> impl FnMut(Progress) + Send + 'static {
    let bar = bar.clone();
    move |progress| {
        bar.set_length(progress.total.unwrap_or(progress.transferred));
        bar.set_position(progress.transferred);
    }
}

/// A drive that holds one file; the third slice comes at a bad time.
fn drive() -> SandboxBuilder {
    let (stored, slices) = (Arc::new(Mutex::new(Vec::new())), Mutex::new(0));
    Sandbox::builder()
        .record(false)
        .on_with_head(|_: CreateUploadSession, head| async move {
            UploadSession {
                upload_url: format!("{}/up/1", origin(&head)),
                expiration_date_time: "2030-01-01T00:00:00Z".parse().ok(),
                next_expected_ranges: vec!["0-".to_owned()],
            }
        })
        .on_with_head(|_: GetContent, head| async move {
            let location = format!("{}/blob/1", origin(&head));
            Response::builder().status(302).header("Location", location).body("").unwrap_or_default()
        })
        .otherwise(move |request: Request<Bytes>| {
            let answer = match request.uri().path() {
                "/up/1" => {
                    if let Ok(mut slices) = slices.lock() {
                        *slices += 1;
                        if *slices == 3 {
                            println!("slice 3: 503, come back in a second");
                            return std::future::ready(answer(503, Vec::new()));
                        }
                    }
                    take(&stored, &request)
                }
                "/blob/1" => answer(200, stored.lock().map(|stored| stored.clone()).unwrap_or_default()),
                _ => None,
            };
            std::future::ready(answer)
        })
}

fn take(stored: &Mutex<Vec<u8>>, request: &Request<Bytes>) -> Option<Response<Bytes>> {
    let total =
        request.headers().get("content-range")?.to_str().ok()?.split('/').next_back()?.parse().ok()?;
    let mut stored = stored.lock().ok()?;
    stored.extend_from_slice(request.body());
    if stored.len() < total {
        answer(202, format!(r#"{{"nextExpectedRanges":["{}-"]}}"#, stored.len()).into())
    } else {
        answer(201, format!(r#"{{"id":"01ABC","size":{total}}}"#).into())
    }
}

fn answer(status: u16, body: Vec<u8>) -> Option<Response<Bytes>> {
    let answer = Response::builder().status(status).header("Retry-After", "1");
    answer.body(body.into()).ok()
}

fn origin(head: &http::request::Parts) -> String {
    let host = head.headers.get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("http://{host}")
}
