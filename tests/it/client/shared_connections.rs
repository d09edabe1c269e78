//! Several clients over the connections of one: each signs in for itself, and is throttled alone.

use std::time::Duration;

use graph_endpoint::{Client, RetryPolicy, ValueOf, prelude::*};

use crate::support::server::{Reply, Server};
use crate::support::virtual_time::VirtualTime;

#[graph_endpoint(GET, "/me/displayName", response = ValueOf<String>)]
struct GetName {}

fn client(server: &Server, tenant: &str) -> graph_endpoint::ClientBuilder {
    Client::builder().token(tenant).base_url(&server.url).environment(VirtualTime::new())
}

#[tokio::test]
async fn tenants_share_connections_and_nothing_else() {
    let server = Server::start(|seen, index| match (index, seen.header("authorization")) {
        (0, Some("Bearer contoso")) => Reply::new(429, &[("Retry-After", "3600")], ""),
        _ => Reply::json(r#"{"value":"Adele"}"#),
    })
    .await;
    let contoso = client(&server, "contoso").retry(RetryPolicy::none()).build().unwrap();
    let fabrikam = client(&server, "fabrikam").connections_of(&contoso);
    let fabrikam = fabrikam.deadline(Duration::from_secs(60)).build().unwrap();

    assert!(contoso.send(&GetName {}).await.unwrap_err().is_throttled());
    // Its own calls would wait an hour by now.
    assert_eq!(fabrikam.send(&GetName {}).await.unwrap().value, "Adele");
    let waiting = contoso.send(&GetName {}).timeout(Duration::from_secs(1)).await.unwrap_err();
    assert!(waiting.is_throttled() && waiting.status().is_none(), "{waiting}");
    drop(contoso);
    assert_eq!(fabrikam.send(&GetName {}).await.unwrap().value, "Adele");

    let seen = server.seen();
    let tokens: Vec<_> = seen.iter().map(|seen| seen.header("authorization").unwrap()).collect();
    assert_eq!(tokens, ["Bearer contoso", "Bearer fabrikam", "Bearer fabrikam"]);
    assert!(seen.iter().all(|seen| seen.connection == 0));
}

#[test]
fn without_async_code_as_well() {
    let sandbox = graph_endpoint::sandbox::Sandbox::builder()
        .on(|_: GetName| async { ValueOf::from("Adele".to_owned()) })
        .start_on_thread()
        .unwrap();
    let build = |tenant: &str| Client::builder().token(tenant).base_url(sandbox.url());
    let contoso = build("contoso").build_blocking().unwrap();
    let fabrikam = build("fabrikam").connections_of(contoso.as_async()).build_blocking().unwrap();
    drop(contoso);
    assert_eq!(fabrikam.send(&GetName {}).unwrap().value, "Adele");
}
