//! Change notifications: the other side of a subscription, for the webhook that Graph calls.
//!
//! No web framework is asked for: requests and responses are those of [`http`], so that axum's, hyper's and a function
//! host's fit. A webhook has four things to do, in this order:
//!
//! 1. [`WebhookRequest::read`]: respond to the validation of a new subscription, or get the notifications.
//! 2. [`ClientState::is_of`]: drop those that don't carry the secret of the subscription.
//! 3. For notifications with resource data, [`TokenValidator::check`] their tokens and
//!    [`decrypt`](EncryptedContent::decrypt) their content.
//! 4. Answer with [`accepted`] at once, and do the work afterwards: Graph waits 10 seconds for the response to a
//!    validation, 30 for the one to notifications, and slows down or drops those of a webhook that takes longer.
//!
//! <https://learn.microsoft.com/graph/change-notifications-delivery-webhooks>,
//! <https://learn.microsoft.com/graph/change-notifications-with-resource-data>
//!
//! ```
//! use graph_endpoint::notifications::{ClientState, WebhookRequest, accepted};
//! use graph_endpoint::{Bytes, Error};
//! use http::{Request, Response};
//!
//! fn webhook(request: &Request<Bytes>, secret: &ClientState) -> Result<Response<Bytes>, Error> {
//!     let notifications = match WebhookRequest::read(request)? {
//!         WebhookRequest::Validation(response) => return Ok(response),
//!         WebhookRequest::Notifications(notifications) => notifications,
//!     };
//!     for notification in notifications.value.iter().filter(|notification| secret.is_of(notification)) {
//!         println!("{:?}: {:?}", notification.change_type, notification.lifecycle_event);
//!     }
//!     Ok(accepted())
//! }
//!
//! let secret = ClientState::new("a-long-random-secret")?;
//! let request = Request::post("/hook?validationToken=Validation%3a+Testing").body(Bytes::new())?;
//! let response = webhook(&request, &secret)?;
//! assert_eq!((response.status().as_u16(), response.body()), (200, &Bytes::from("Validation: Testing")));
//!
//! let body = r#"{"value": [{"subscriptionId": "s", "changeType": "created", "clientState": "a-long-random-secret"}]}"#;
//! let request = Request::post("/hook").body(Bytes::from(body))?;
//! assert_eq!(webhook(&request, &secret)?.status(), 202);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! As a handler of axum, whose extractors give the parts of the request:
//!
//! ```
//! # #[cfg(feature = "sandbox")] // which brings axum
//! # mod app {
//! use std::sync::Arc;
//!
//! use axum::{Router, body::Body, extract::State, routing::post};
//! use graph_endpoint::Bytes;
//! use graph_endpoint::notifications::{ClientState, WebhookRequest, accepted, refused};
//! use http::{Response, Uri};
//!
//! async fn hook(State(secret): State<Arc<ClientState>>, uri: Uri, body: Bytes) -> Response<Body> {
//!     let response = match WebhookRequest::read_parts(&uri, &body) {
//!         Ok(WebhookRequest::Validation(response)) => response,
//!         Ok(WebhookRequest::Notifications(notifications)) => {
//!             for notification in notifications.value.into_iter().filter(|one| secret.is_of(one)) {
//!                 // Into a queue, and the work is done from there.
//!                 println!("{:?}", notification.change_type);
//!             }
//!             accepted()
//!         }
//!         Err(_) => refused(),
//!     };
//!     response.map(Body::from)
//! }
//!
//! pub fn app(secret: ClientState) -> Router {
//!     Router::new().route("/hook", post(hook)).with_state(Arc::new(secret))
//! }
//! # }
//! ```

mod client_state;
mod collection;
mod content;
mod token;
mod types;
mod webhook;

pub use self::client_state::ClientState;
pub use self::collection::{ChangeNotificationCollection, UnreadableNotification};
pub use self::content::DecryptionKey;
pub use self::token::{TokenValidator, ValidatedToken};
pub use self::types::{ChangeNotification, ChangeType, EncryptedContent, LifecycleEvent};
pub use self::webhook::{WebhookRequest, accepted, refused};
