//! Every role of a field.

use graph_endpoint::prelude::*;
use graph_endpoint::{AdditionalProperties, Body};

use crate::wire;

/// A field of each role.
#[graph_endpoint(POST, "/users/<id>/messages/<other>")]
struct Everything {
    id: u64,
    #[graph(path = "other")]
    message: String,
    #[graph(query = "$top")]
    top: Option<u32>,
    #[graph(query)]
    page_size: u32,
    #[graph(query = "$select")]
    fields: Vec<String>,
    #[graph(header = "If-Match")]
    etag: Option<String>,
    #[graph(rename = "subject")]
    title: String,
    importance: Nullable<String>,
    #[graph(additional)]
    more: AdditionalProperties,
}

/// On a GET everything else is a query option.
#[graph_endpoint(GET, "/users/<id>")]
struct Get {
    #[graph(path)]
    id: String,
    whole_tenant: bool,
    #[graph(rename = "$search")]
    search: Option<String>,
}

/// The same on a DELETE.
#[graph_endpoint(DELETE, "/users/<id>")]
struct Delete {
    id: String,
    force: Option<bool>,
}

/// A body of JSON.
#[graph_endpoint(PUT, "/users/<id>/manager/$ref")]
struct Whole {
    id: String,
    #[graph(body)]
    reference: Reference,
}

/// What a reference is.
#[graph_type(lossy)]
struct Reference {
    #[graph(rename = "@odata.id")]
    odata_id: String,
}

/// A body of bytes.
#[graph_endpoint(PUT, "/me/photo/$value")]
struct Photo {
    #[graph(body, content_type = "image/jpeg")]
    photo: Vec<u8>,
}

/// A body of bytes without a type.
#[graph_endpoint(PUT, "/me/file")]
struct Octets {
    #[graph(body)]
    bytes: Bytes,
}

/// Bytes that are borrowed.
#[graph_endpoint(PUT, "/me/file")]
struct BorrowedOctets<'a> {
    #[graph(body)]
    bytes: &'a [u8],
}

/// Bytes in other hands.
#[graph_endpoint(PUT, "/me/file")]
struct SharedOctets {
    #[graph(body)]
    bytes: Option<std::sync::Arc<[u8]>>,
}

/// A body of text.
#[graph_endpoint(POST, "/me/onenote/pages")]
struct Page {
    #[graph(body, content_type = "text/html; charset=utf-8")]
    html: String,
}

/// A body that says itself what it is.
#[graph_endpoint(PUT, "/me/stream")]
struct Stream {
    #[graph(body)]
    body: Body,
}

/// A body that can be left out.
#[graph_endpoint(POST, "/me/checkMemberGroups")]
struct Optional {
    #[graph(body)]
    body: Option<Reference>,
}

/// Properties that are borrowed for ever: they can be written, so it has all but a server's half.
#[graph_endpoint(POST, "/me/todo/lists")]
struct Borrowed {
    display_name: &'static str,
    note: Option<&'static str>,
}

#[test]
fn what_is_borrowed_for_ever() {
    let list = Borrowed::builder().display_name("Tasks").build();
    assert_eq!(wire(&list), r#"POST /v1.0/me/todo/lists {"displayName":"Tasks"}"#);
}

#[test]
fn what_they_write() {
    let everything = Everything::builder()
        .id(7u64)
        .message("m")
        .page_size(3u32)
        .fields(["a", "b"].map(str::to_owned))
        .title("t")
        .importance(None)
        .etag("e")
        .build();
    let text = r#"POST /v1.0/users/7/messages/m?pageSize=3&$select=a%2Cb {"subject":"t","importance":null}"#;
    assert_eq!(wire(&everything).replace("a,b", "a%2Cb"), text);
    assert_eq!(everything.to_http_request("https://h").unwrap().headers()["if-match"], "e");
    let get = Get::builder().id("1").whole_tenant(true).search("x").build();
    assert_eq!(wire(&get), "GET /v1.0/users/1?wholeTenant=true&$search=x");
    assert_eq!(wire(&Delete::builder().id("1").build()), "DELETE /v1.0/users/1");
    let whole = Whole::builder().id("1").reference(Reference { odata_id: "o".to_owned() }).build();
    assert_eq!(wire(&whole), r#"PUT /v1.0/users/1/manager/$ref {"@odata.id":"o"}"#);
}

#[test]
fn whole_bodies() {
    let photo = Photo { photo: b"p".to_vec() }.to_http_request("https://h").unwrap();
    assert_eq!(photo.headers()["content-type"], "image/jpeg");
    let octets = Octets { bytes: "o".into() }.to_http_request("https://h").unwrap();
    assert_eq!(octets.headers()["content-type"], "application/octet-stream");
    let borrowed = BorrowedOctets::builder().bytes(b"abc").build();
    assert_eq!(wire(&borrowed), "PUT /v1.0/me/file abc");
    let borrowed = borrowed.to_http_request("https://h").unwrap();
    assert_eq!(borrowed.headers()["content-type"], "application/octet-stream");
    let shared = SharedOctets { bytes: Some(b"abc".to_vec().into()) };
    assert_eq!(wire(&shared), "PUT /v1.0/me/file abc");
    let page = Page::builder().html("<p>").build();
    assert_eq!(wire(&page), "POST /v1.0/me/onenote/pages <p>");
    let stream = Stream { body: Body::new("text/plain", "s").unwrap() };
    assert_eq!(wire(&stream), "PUT /v1.0/me/stream s");
    assert_eq!(wire(&Optional::builder().build()), "POST /v1.0/me/checkMemberGroups");
}
