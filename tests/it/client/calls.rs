//! Single calls: what goes over the wire, what comes back, and what never leaves.

use std::future::IntoFuture;
use std::time::Duration;

use bytes::Bytes;
use graph_endpoint::{
    AccessToken, Body, Client, Credential, CredentialFuture, Error, RetryPolicy, TokenRequest,
};

use crate::support::endpoints::{SendMail, User, get_user};
use crate::support::server::{Reply, Server};

const TOKEN: &str = "s3cr3t-token";

fn client(server: &Server) -> Client {
    Client::builder().token(TOKEN).base_url(&server.url).build().unwrap()
}

#[tokio::test]
async fn a_call_carries_token_id_and_agent_and_gives_the_typed_value() {
    let server = Server::script(vec![|| Reply::json(r#"{"id":"u1"}"#)]).await;
    let user = client(&server).send(&get_user()).await.unwrap();
    assert_eq!(user, User { id: "u1".to_owned() });
    let seen = &server.seen()[0];
    assert_eq!((seen.method.as_str(), seen.target.as_str()), ("GET", "/v1.0/users/u1?$select=id"));
    assert_eq!(seen.header("authorization"), Some("Bearer s3cr3t-token"));
    assert_eq!(seen.header("client-request-id").unwrap().len(), 36);
    assert!(seen.header("user-agent").unwrap().starts_with("graph-endpoint/"));
}

#[tokio::test]
async fn what_a_call_sets_itself_goes_out_as_it_is() {
    let server = Server::script(vec![|| Reply::json(r#"{"id":"u1"}"#)]).await;
    client(&server)
        .send(&get_user())
        .header("Authorization", "Bearer of-my-own")
        .header("ConsistencyLevel", "eventual")
        .client_request_id("my-id")
        .await
        .unwrap();
    let seen = &server.seen()[0];
    assert_eq!(seen.header("authorization"), Some("Bearer of-my-own"));
    assert_eq!(seen.header("consistencylevel"), Some("eventual"));
    assert_eq!(seen.header("client-request-id"), Some("my-id"));
}

#[tokio::test]
async fn a_length_that_is_not_the_bodys_is_refused() {
    let server = Server::script(vec![|| Reply::json(r#"{"id":"u1"}"#)]).await;
    for name in ["Content-Length", "transfer-encoding"] {
        let error = client(&server).send(&get_user()).header(name, "5").await.unwrap_err();
        assert!(error.is_build() && error.to_string().contains("leave the header out"), "{error}");
    }
    assert!(server.seen().is_empty());
}

#[test]
fn a_token_is_what_stands_behind_bearer() {
    for (token, problem) in [
        ("", "empty"),
        (" \t", "empty"),
        ("Bearer secret", "in front"),
        ("bearer secret", "in front"),
        ("secret\n", "line break"),
        ("\"secret\"", "quotes"),
        ("secrét", "alone"),
    ] {
        let error = graph_endpoint::Client::builder().token(token).build().unwrap_err();
        assert!(error.is_auth() && error.to_string().contains(problem), "{error}");
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}

#[tokio::test]
async fn an_answer_has_status_and_headers() {
    let server = Server::script(vec![|| {
        Reply::new(
            201,
            &[("ETag", "W/\"7\""), ("Location", "/here"), ("request-id", "r-1")],
            r#"{"id":"u1"}"#,
        )
    }])
    .await;
    let response = client(&server).send(&get_user()).response().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.etag(), Some("W/\"7\""));
    assert_eq!(response.location(), Some("/here"));
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.into_value().id, "u1");
}

#[tokio::test]
async fn what_is_not_2xx_is_an_error_with_its_status() {
    let server = Server::script(vec![|| Reply::status(404)]).await;
    let error = client(&server).send(&get_user()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
}

#[tokio::test]
async fn a_path_value_that_cannot_be_one_is_reported_before_anything_is_sent() {
    let server = Server::script(vec![|| Reply::status(200)]).await;
    let mut endpoint = get_user();
    endpoint.id = "..".to_owned();
    assert!(client(&server).send(&endpoint).await.unwrap_err().is_build());
    assert!(client(&server).send(&get_user()).header("a", "b\nc").await.unwrap_err().is_build());
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn bodies_go_out_with_their_length_and_type() {
    let server = Server::script(vec![|| Reply::status(202)]).await;
    let client = client(&server);
    let pieces = || futures_util::stream::iter([Ok(Bytes::from("one,")), Ok(Bytes::from("two"))]);
    for body in [
        Body::new("text/plain", "one,two").unwrap(),
        Body::stream("text/plain", 7, pieces).unwrap(),
        Body::stream("text/plain", None, pieces).unwrap(),
        Body::stream_once("text/plain", 7, pieces()).unwrap(),
    ] {
        client.send(&SendMail { body }).await.unwrap();
    }
    client.send(&SendMail::default()).await.unwrap();
    let seen = server.seen();
    let lengths: Vec<_> = seen.iter().map(|seen| seen.header("content-length")).collect();
    assert_eq!(lengths, [Some("7"), Some("7"), None, Some("7"), Some("0")]);
    for seen in &seen[..4] {
        assert_eq!(seen.body, b"one,two");
        assert_eq!(seen.header("content-type"), Some("text/plain"));
    }
}

#[tokio::test]
async fn an_answer_over_the_limit_is_refused_announced_or_not() {
    let announced = || Reply::json(&"x".repeat(2000));
    let dribbled = || {
        let piece = format!("1f4\r\n{}\r\n", "x".repeat(500)).repeat(4);
        Reply::Raw(
            format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{piece}0\r\n\r\n").into_bytes(),
        )
    };
    let server = Server::script(vec![announced, dribbled]).await;
    for _ in 0..2 {
        let client =
            Client::builder().token(TOKEN).base_url(&server.url).max_body_size(1000).build().unwrap();
        let error = client.send(&get_user()).await.unwrap_err();
        assert!(error.is_too_large(), "{error}");
    }
    let roomy = Client::builder().token(TOKEN).base_url(&server.url).max_body_size(2000).build().unwrap();
    assert!(!roomy.send(&get_user()).await.unwrap_err().is_too_large());
}

#[tokio::test]
async fn broken_lines_have_their_own_names() {
    let nobody = Client::builder()
        .token(TOKEN)
        .base_url("http://127.0.0.1:1")
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = nobody.send(&SendMail::default()).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");

    let server = Server::script(vec![|| {
        Reply::Cut(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":".to_vec())
    }])
    .await;
    let error = client(&server).send(&SendMail::default()).await.unwrap_err();
    assert!(error.is_transport(), "{error:?}");

    let server = Server::script(vec![|| Reply::Silence(Duration::from_secs(5))]).await;
    let error =
        client(&server).send(&SendMail::default()).timeout(Duration::from_millis(50)).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn a_token_does_not_go_over_plain_http_to_another_machine() {
    let client = Client::builder().token(TOKEN).base_url("http://192.0.2.1").build().unwrap();
    let error = client.send(&get_user()).await.unwrap_err();
    assert!(error.is_build(), "{error:?}");
}

#[tokio::test]
async fn nothing_shows_a_token_a_query_value_or_a_body() {
    let server = Server::script(vec![|| Reply::new(200, &[], "not json at all")]).await;
    let client = client(&server);
    let call = client.send(&get_user());
    let shown = format!("{client:?} {call:?} {:?}", Client::builder().token(TOKEN));
    let error = call.await.unwrap_err();
    let token = AccessToken::new(TOKEN).unwrap();
    let gone = Client::builder()
        .token(TOKEN)
        .base_url("http://127.0.0.1:1")
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let cut = gone.send(&get_user()).await.unwrap_err();
    let mut shown = format!("{shown} {error} {error:?} {token:?} {cut:?}");
    let mut source: Option<&dyn std::error::Error> = Some(&cut);
    while let Some(error) = source {
        shown.push_str(&format!("{error} {error:?}"));
        source = error.source();
    }
    for secret in [TOKEN, "$select", "=id", "not json"] {
        assert!(!shown.contains(secret), "{secret} is in {shown}");
    }
}

#[tokio::test]
async fn a_credential_of_your_own_is_asked_for_the_clouds_scope() {
    struct Mine;
    impl Credential for Mine {
        fn token<'a>(&'a self, request: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
            Box::pin(async move { AccessToken::new(format!("for:{}", request.scope())) })
        }
    }
    struct Broken;
    impl Credential for Broken {
        fn token<'a>(&'a self, _: &'a TokenRequest<'a>) -> CredentialFuture<'a> {
            Box::pin(async { Err(Error::auth("the vault is closed")) })
        }
    }
    let server = Server::script(vec![|| Reply::json(r#"{"id":"u1"}"#)]).await;
    let client = Client::builder().credential(Mine).base_url(&server.url).build().unwrap();
    client.send(&get_user()).await.unwrap();
    let expected = "Bearer for:https://graph.microsoft.com/.default";
    assert_eq!(server.seen()[0].header("authorization"), Some(expected));

    let client = Client::builder().credential(Broken).base_url(&server.url).build().unwrap();
    let error = client.send(&get_user()).await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn calls_and_clients_go_between_threads() {
    fn check<T: Send + 'static>(_: &T) {}
    let client = Client::builder().base_url("http://127.0.0.1:1").build().unwrap();
    let call = client.send(&get_user());
    check(&client);
    check(&call);
    check(&call.into_future());
    fn shared<T: Sync>(_: &T) {}
    shared(&client);
}
