//! A body of zero bytes is a body: its length goes out.

use graph_endpoint::prelude::*;
use graph_endpoint::{Body, Bytes};

use crate::support::server::{Reply, Server};

macro_rules! endpoints {
    ($($name:ident: $method:ident $type:ty),* $(,)?) => {$(
        #[graph_endpoint($method, "/me/content")]
        struct $name {
            #[graph(body, content_type = "text/plain")]
            body: $type,
        }
    )*};
}
endpoints! {
    PutBytes: PUT Bytes, PostBytes: POST Bytes, PatchBytes: PATCH Bytes,
    PutVec: PUT Vec<u8>, PostVec: POST Vec<u8>, PatchVec: PATCH Vec<u8>,
    PutText: PUT String, PostText: POST String, PatchText: PATCH String,
    PutBody: PUT Body, PostBody: POST Body, PatchBody: PATCH Body,
}

#[tokio::test]
async fn zero_bytes_have_a_length() {
    let server = Server::start(|_, _| Reply::status(204)).await;
    let client = Client::builder().token("t").base_url(&server.url).build().unwrap();
    let body = || Body::new("text/plain", Bytes::new()).unwrap();
    client.send(&PutBytes { body: Bytes::new() }).await.unwrap();
    client.send(&PostBytes { body: Bytes::new() }).await.unwrap();
    client.send(&PatchBytes { body: Bytes::new() }).await.unwrap();
    client.send(&PutVec { body: vec![] }).await.unwrap();
    client.send(&PostVec { body: vec![] }).await.unwrap();
    client.send(&PatchVec { body: vec![] }).await.unwrap();
    client.send(&PutText { body: String::new() }).await.unwrap();
    client.send(&PostText { body: String::new() }).await.unwrap();
    client.send(&PatchText { body: String::new() }).await.unwrap();
    client.send(&PutBody { body: body() }).await.unwrap();
    client.send(&PostBody { body: body() }).await.unwrap();
    client.send(&PatchBody { body: body() }).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 12);
    for seen in seen {
        assert_eq!(seen.header("content-length"), Some("0"), "{}", seen.method);
        assert_eq!(seen.header("content-type"), Some("text/plain"));
        assert_eq!(seen.header("transfer-encoding"), None);
    }
}
