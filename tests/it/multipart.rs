//! `multipart/form-data`: written, sent over a socket, read back.

use graph_endpoint::sandbox::Sandbox;
use graph_endpoint::{Bytes, Multipart, prelude::*};
use proptest::prelude::*;

#[graph_endpoint(POST, "/me/onenote/sections/{id}/pages", response = Page)]
#[derive(Debug, PartialEq)]
struct CreatePage {
    id: String,
    #[graph(body)]
    page: Multipart,
}

/// The content type may be named; the boundary is still ours.
#[graph_endpoint(PATCH, "/me/onenote/pages/{id}/content")]
#[derive(Debug, PartialEq)]
struct UpdatePage {
    id: String,
    #[graph(body, content_type = "multipart/form-data")]
    changes: Option<Multipart>,
}

#[graph_type("microsoft.graph.onenotePage")]
struct Page {
    title: String,
    parts: Vec<String>,
}

const HTML: &str = r#"<html><head><title>Zoo</title></head><body><img src="name:photo"/></body></html>"#;
const PHOTO: &[u8] = b"\xff\xd8\r\n--graph-endpoint-part-000000000000\r\n\r\n\0";

fn page() -> Multipart {
    Multipart::new().part("Presentation", "text/html", HTML).part("photo", "image/jpeg", PHOTO)
}

#[tokio::test]
async fn a_page_with_a_photo_arrives_as_it_was_and_again_when_throttled() {
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let sandbox = Sandbox::builder()
        .on(move |create: CreatePage| {
            let first = calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0;
            async move {
                if first {
                    return Err(graph_endpoint::sandbox::SandboxError::new(429, "20166", "Too many.")
                        .retry_after(std::time::Duration::ZERO));
                }
                assert_eq!(create.page.get("photo").map(|part| part.content().as_ref()), Some(PHOTO));
                let parts =
                    create.page.parts().iter().map(|part| format!("{} {}", part.name(), part.content_type()));
                Ok(Page { title: create.id, parts: parts.collect() })
            }
        })
        .start()
        .await
        .unwrap();
    let client = Client::builder().token("t").base_url(sandbox.url()).build().unwrap();
    let made = CreatePage::builder().id("1-4b55").page(page()).send(&client).await.unwrap();
    assert_eq!(
        (made.title.as_str(), made.parts),
        ("1-4b55", vec!["Presentation text/html".to_owned(), "photo image/jpeg".to_owned(),])
    );
}

#[test]
fn a_body_with_a_content_type_and_none_at_all() {
    let update = UpdatePage::builder().id("1").changes(page()).build();
    let request = update.to_http_request("https://graph.microsoft.com").unwrap();
    // The photo holds the first boundary.
    assert_eq!(
        request.headers()["content-type"],
        "multipart/form-data; boundary=graph-endpoint-part-000000000001"
    );
    assert_eq!(UpdatePage::from_http_request(request).unwrap(), update);
    let nothing = UpdatePage { id: "1".into(), changes: None };
    let request = nothing.to_http_request("https://graph.microsoft.com").unwrap();
    assert_eq!(UpdatePage::from_http_request(request).unwrap(), nothing);
}

#[test]
fn what_would_end_a_header_is_refused() {
    let page = Multipart::new().part("a\"\r\nX-Injected: 1", "text/html", HTML);
    let error =
        CreatePage { id: "1".into(), page }.to_http_request("https://graph.microsoft.com").unwrap_err();
    assert!(error.is_build());
    assert!(
        error.to_string().ends_with(": the name of a part has a quote, a backslash or a control character"),
        "{error}"
    );
}

#[test]
fn parts_of_other_clients_and_what_is_none() {
    let read = |content_type: &str, body: &'static str| {
        let request = http::Request::post("https://h/v1.0/me/onenote/sections/1/pages")
            .header("content-type", content_type)
            .body(Bytes::from(body))
            .unwrap();
        CreatePage::from_http_request(request).map(|create| create.page)
    };
    // As the documentation has it: no space behind the colons, no content type, a preamble.
    let page = read(
        "Multipart/Form-Data; boundary=\"My Boundary\"",
        "\r\n--My Boundary\r\nContent-Disposition:form-data; name=Presentation\r\n\r\nx\r\n--My Boundary--",
    );
    assert_eq!(page.unwrap(), Multipart::new().part("Presentation", "text/plain", "x"));
    for (content_type, body) in [
        ("text/html", "<p/>"),
        ("multipart/form-data", "--b--\r\n"),
        ("multipart/form-data; boundary=b", ""),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx"),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition"),
    ] {
        let error = read(content_type, body).unwrap_err();
        assert!(error.is_decode(), "{content_type} {body}");
    }
}

/// Bytes full of what has a meaning in multipart bodies.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"\r\n".to_vec()),
        Just(b"--".to_vec()),
        Just(b"graph-endpoint-part-".to_vec()),
        Just(b"000000000000".to_vec()),
        (0u8..4).prop_map(|n| format!("\r\n--graph-endpoint-part-00000000000{n}").into_bytes()),
        any::<Vec<u8>>(),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    fn part()(
        name in "[^\\p{Cc}\"\\\\]{0,12}",
        content_type in "[a-z]{1,8}/[a-z0-9.+-]{1,8}(; ?charset=[a-z0-9-]{1,8})?",
        content in content(),
    ) -> (String, String, Vec<u8>) {
        (name, content_type, content)
    }
}

proptest! {
    #[test]
    fn parts_survive_the_way_through_a_request(parts in prop::collection::vec(part(), 0..5)) {
        let page = parts.into_iter().fold(Multipart::new(), |page, (name, content_type, content)| {
            page.part(name, content_type, content)
        });
        let create = CreatePage { id: "1".into(), page };
        let request = create.to_http_request("https://graph.microsoft.com").unwrap();
        prop_assert_eq!(CreatePage::from_http_request(request).unwrap(), create);
    }

    #[test]
    fn any_name_and_type_is_sent_whole_or_refused(name in any::<String>(), content_type in any::<String>()) {
        let create = CreatePage { id: "1".into(), page: Multipart::new().part(name, content_type, "x") };
        if let Ok(request) = create.to_http_request("https://graph.microsoft.com") {
            prop_assert_eq!(CreatePage::from_http_request(request).unwrap(), create);
        }
    }

    #[test]
    fn any_body_is_read_or_refused(body in content()) {
        let request = http::Request::post("https://h/v1.0/me/onenote/sections/1/pages")
            .header("content-type", "multipart/form-data; boundary=graph-endpoint-part-000000000000")
            .body(Bytes::from(body))
            .unwrap();
        if let Ok(create) = CreatePage::from_http_request(request) {
            prop_assert!(create.to_http_request("https://h").is_ok());
        }
    }
}
