//! What an error tells, and what it keeps to itself.

mod calls;
mod decode;
mod graph;

use bytes::Bytes;
use graph_endpoint::prelude::*;
use http::Response;

fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(body.into()).unwrap()
}

/// Everything that a log could print of an error.
fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text.push_str(&format!(" {inner} {inner:?}"));
        source = inner.source();
    }
    text
}

#[test]
fn an_error_is_small_and_can_go_anywhere() {
    fn anywhere<T: Send + Sync + std::error::Error + 'static>() {}
    anywhere::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

#[graph_endpoint(POST, "/users/<id>/things")]
struct PostThing {
    id: String,
    #[graph(query = "$filter")]
    filter: String,
    thing: Secretive,
}

/// A type whose error quotes what it holds.
struct Secretive;

impl serde::Serialize for Secretive {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("the value secret can't be written"))
    }
}

impl<'de> serde::Deserialize<'de> for Secretive {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde::Deserialize::deserialize(deserializer).map(|()| Self)
    }
}

#[test]
fn a_body_that_cannot_be_written_is_not_quoted() {
    let post = PostThing::builder().id("u1").filter("secret").thing(Secretive).build();
    let error = post.to_http_request("https://graph.microsoft.com").unwrap_err();
    assert!(error.is_build());
    assert_eq!(
        error.to_string(),
        r#"POST /users/<id>/things: the property "thing" can't be written as JSON"#
    );
    assert!(!printed(&error).contains("secret"), "{}", printed(&error));
}

#[graph_endpoint(GET, "/users/<id>")]
struct GetUser {
    id: String,
    #[graph(query = "$filter")]
    filter: Option<String>,
}

/// A server that takes connections and does something else than to response.
async fn broken(response: &'static [u8]) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(response).await;
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn the_sources_of_a_broken_exchange_hold_no_query_and_no_token() {
    let cases = [
        // Nobody listens there; a port that was just free could be another test's by then.
        "http://127.0.0.1:1".to_owned(),
        broken(b"").await,
        broken(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\ncut").await,
        broken(b"secret garbage\r\n\r\n").await,
    ];
    for (base, connects) in cases.iter().zip([false, true, true, true]) {
        let client = Client::builder()
            .token("secret-token")
            .base_url(base)
            .retry(graph_endpoint::RetryPolicy::none())
            .build()
            .unwrap();
        let get = GetUser::builder().id("secret-id").filter("name eq 'secret'".to_owned()).build();
        let error = client.send(&get).await.unwrap_err();
        assert_eq!((error.is_connect(), error.is_transport()), (!connects, connects), "{}", printed(&error));
        assert!(std::error::Error::source(&error).is_some());
        assert!(!printed(&error).contains("secret"), "{}", printed(&error));
    }
}
