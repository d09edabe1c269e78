//! A file goes up by session and comes back, with a progress bar.
//!
//! `cargo run --features progress --example upload`; it needs no tenant.

mod drive;

use graph_endpoint::prelude::*;
use graph_endpoint::{Progress, UploadSession};
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
    // Null by the schema; a file has one.
    #[graph(unverified)]
    size: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = drive::sandbox().start().await?;
    let client = Client::builder().token("a-token").base_url(sandbox.url()).build()?;

    let folder = std::env::temp_dir().join(format!("graph-endpoint-upload-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let (film, copy) = (folder.join("film.mp4"), folder.join("copy.mp4"));
    std::fs::write(&film, vec![7; 12_000_000])?;

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
