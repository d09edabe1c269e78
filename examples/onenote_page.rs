//! A OneNote page with an image in it: one request of two parts, `multipart/form-data`.
//!
//! `cargo run --example onenote_page` asks a fake of Graph on this machine, which reads the parts again.

use graph_endpoint::sandbox::{Reply, Sandbox};
use graph_endpoint::{Multipart, prelude::*};

/// Create a page in a section of a notebook.
/// <https://learn.microsoft.com/graph/api/section-post-pages>
#[graph_endpoint(POST, "/me/onenote/sections/{id}/pages", response = Page,
    permissions(delegated = ["Notes.Create"], application = ["Notes.ReadWrite.All"]))]
struct CreatePage {
    id: String,
    #[graph(body)]
    page: Multipart,
}

#[graph_type("microsoft.graph.onenotePage")]
struct Page {
    id: String,
    title: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder().on(create).start().await?;
    let client = Client::builder().token("a fake one").base_url(sandbox.url()).build()?;

    // The HTML names the image by its part. <https://learn.microsoft.com/graph/onenote-images-files>
    let html = r#"<html><head><title>Lighthouse</title></head><body><img src="name:photo"/></body></html>"#;
    let photo: &[u8] = b"\x89PNG\r\n\x1a\n";
    let page = Multipart::new().part("Presentation", "text/html", html).part("photo", "image/png", photo);
    let made = CreatePage::builder().id("1-4b55").page(page).send(&client).await?;

    println!("made the page {} ({})", made.id, made.title.unwrap_or_default());
    Ok(())
}

/// The fake: it takes the title out of the HTML, and looks at what else came.
async fn create(create: CreatePage) -> Reply<Page> {
    for part in create.page.parts() {
        println!("the part {} is {} of {} bytes", part.name(), part.content_type(), part.content().len());
    }
    let html =
        create.page.get("Presentation").map(|part| String::from_utf8_lossy(part.content()).into_owned());
    let title = html.as_deref().and_then(|html| html.split("<title>").nth(1)?.split("</title>").next());
    Reply::new(Page { id: "p-1".to_owned(), title: title.map(str::to_owned) }).status(201)
}
