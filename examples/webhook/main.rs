//! A subscription with its webhook in axum: Graph asks whether anybody is there, then sends what has changed.
//!
//! `cargo run -p graph-endpoint-examples --features notifications --example webhook`; it needs no tenant: the sandbox
//! plays Graph's part and calls the webhook. `notifications.rs` decrypts resource data.

mod graph;

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::routing::post;
use graph_endpoint::Bytes;
use graph_endpoint::edm::DateTimeOffset;
use graph_endpoint::notifications::{ClientState, WebhookRequest, accepted, refused};
use graph_endpoint::prelude::*;
use http::{Response, Uri};

#[graph_endpoint(POST, "/subscriptions", response = Subscription)]
struct Subscribe {
    change_type: String,
    resource: String,
    notification_url: String,
    client_state: String,
    expiration_date_time: DateTimeOffset,
}

#[graph_type("microsoft.graph.subscription")]
struct Subscription {
    id: String,
}

const SECRET: &str = "a-long-random-secret";

/// The handler: axum's extractors give the parts of the request that `WebhookRequest` reads.
async fn webhook(State(secret): State<Arc<ClientState>>, uri: Uri, body: Bytes) -> Response<Body> {
    let response = match WebhookRequest::read_parts(&uri, &body) {
        Ok(WebhookRequest::Validation(response)) => {
            println!("webhook: here I am");
            response
        }
        Ok(WebhookRequest::Notifications(notifications)) => {
            for notification in notifications.value.iter().filter(|one| secret.is_of(one)) {
                let resource = notification.resource.as_deref().unwrap_or("something");
                println!("webhook: {resource} was changed ({:?})", notification.change_type);
            }
            accepted()
        }
        Err(_) => refused(),
    };
    response.map(Into::into)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = Arc::new(ClientState::new(SECRET)?);
    let app = Router::new().route("/hook", post(webhook)).with_state(secret);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hook", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, app).await });

    let sandbox = graph::sandbox().start().await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;
    let subscribe = Subscribe::builder().change_type("updated").resource("/users").notification_url(&url);
    let until: DateTimeOffset = "2030-01-01T00:00:00Z".parse()?;
    let subscription = subscribe.client_state(SECRET).expiration_date_time(until).send(&client).await?;
    println!("subscribed: {}", subscription.id);

    println!("graph: {}", graph::changes(&url).await?);
    Ok(())
}
