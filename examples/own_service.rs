//! A service of one's own, tested on the sandbox with a Graph that is slow, throttles and fails.
//!
//! `cargo run --example own_service` runs the scenes that would be tests, each with a sandbox of its own.

use std::time::Duration;

use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::{Sandbox, SandboxBuilder, SandboxError};

/// What the service is: it knows Graph by a client, and nothing of tests.
struct Directory {
    client: Client,
}

#[graph_endpoint(GET, "/users/{id}", response = User, select)]
struct GetUser {
    id: String,
}

#[graph_type("microsoft.graph.user")]
#[derive(Debug, PartialEq)]
struct User {
    display_name: Option<String>,
}

impl Directory {
    /// The name to greet somebody with; `None` for a stranger.
    async fn greeting(&self, id: &str) -> Result<Option<String>, Error> {
        match GetUser::builder().id(id).send(&self.client).await {
            Ok(user) => Ok(user.display_name.map(|name| format!("Hello {name}"))),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// What happened: the greeting, or which error, and how many requests it took.
async fn scene(graph: SandboxBuilder) -> Result<(String, usize), Box<dyn std::error::Error>> {
    let sandbox = graph.start().await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;
    let outcome = match (Directory { client }).greeting("adele").await {
        Ok(greeting) => greeting.unwrap_or_else(|| "a stranger".to_owned()),
        Err(error) if error.is_throttled() => "too busy".to_owned(),
        Err(error) => format!("failed: {}", error.code().unwrap_or("unknown")),
    };
    Ok((outcome, sandbox.requests().len()))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let graph =
        || Sandbox::builder().on(|_: GetUser| async { User { display_name: Some("Adele".to_owned()) } });
    let busy = || SandboxError::throttled(Duration::ZERO);
    let gone = SandboxError::new(404, "Request_ResourceNotFound", "There is nobody.");
    let denied = SandboxError::new(403, "Authorization_RequestDenied", "Insufficient privileges.");

    for (what, graph, expected) in [
        ("all is well", graph(), ("Hello Adele", 1)),
        ("slow", graph().latency(Duration::from_millis(50)), ("Hello Adele", 1)),
        ("throttled twice", graph().fail_first::<GetUser>(2, busy()), ("Hello Adele", 3)),
        ("throttled for good", graph().fail_first::<GetUser>(9, busy()), ("too busy", 4)),
        ("gone", graph().fail_first::<GetUser>(1, gone), ("a stranger", 1)),
        ("denied", graph().fail_first::<GetUser>(1, denied), ("failed: Authorization_RequestDenied", 1)),
    ] {
        let (outcome, requests) = scene(graph).await?;
        println!("{what}: {outcome}, after {requests} requests");
        assert_eq!((outcome.as_str(), requests), expected, "{what}");
    }
    Ok(())
}
