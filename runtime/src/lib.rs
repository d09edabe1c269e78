//! Microsoft Graph endpoints, declared as structs.
//!
//! Paste the line from the docs page, list the fields you use, and the compiler does the rest: a builder, the path, the
//! query string, the JSON body, a typed response and a typed error.
//!
//! ```toml
//! [dependencies]
//! graph-endpoint = { version = "0.1", features = ["azure-identity"] }
//! azure_identity = "1"                                       # signs in; a token of your own works as well
//! futures-util = "0.3"                                       # lists are streams
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//!
//! [dev-dependencies]
//! graph-endpoint = { version = "0.1", features = ["sandbox"] }
//! ```
//!
//! A list and a call for each of its items, in `src/main.rs`:
//!
//! ```no_run
//! use graph_endpoint::prelude::*;
//! # #[cfg(feature = "client")]
//! use futures_util::TryStreamExt as _;
//!
//! /// Update a group.
//! #[graph_endpoint(PATCH, "/groups/{id}")]
//! pub struct UpdateGroup {
//!     id: String,
//!     display_name: Option<String>,  // left out when `None`
//!     description: Nullable<String>, // `None` clears it
//! }
//!
//! /// List groups.
//! #[graph_endpoint(GET, "/groups", response = Page<Group>, select)]
//! pub struct ListGroups {}
//!
//! #[graph_type("microsoft.graph.group")]
//! #[derive(Clone)]
//! pub struct Group {
//!     id: String,
//!     display_name: Option<String>,
//! }
//!
//! # #[cfg(feature = "client")]
//! async fn tidy(client: &Client) -> Result<(), Error> {
//!     let mut groups = client.items(&ListGroups {}.filter("startsWith(displayName,'Old ')"));
//!     while let Some(group) = groups.try_next().await? {
//!         UpdateGroup::builder().id(group.id).description(None).send(client).await?;
//!     }
//!     Ok(())
//! }
//!
//! # #[cfg(feature = "client")]
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // Or `Client::new(azure_identity::DeveloperToolsCredential::new(None)?)`, with any credential of that crate.
//!     let client = Client::builder().token(std::env::var("GRAPH_TOKEN")?).build()?;
//!     tidy(&client).await?;
//!     Ok(())
//! }
//! # #[cfg(not(feature = "client"))]
//! # fn main() {}
//! ```
//!
//! A test of it, below: the same declarations answer on this machine, and record what was asked. Where you have
//! `#[tokio::test]` and a name of its own, this page has `main`, to run it:
//!
//! ```
//! # use graph_endpoint::prelude::*;
//! # #[cfg(feature = "client")]
//! # use futures_util::TryStreamExt as _;
//! # /// Update a group.
//! # #[graph_endpoint(PATCH, "/groups/{id}")]
//! # pub struct UpdateGroup {
//! #     id: String,
//! #     display_name: Option<String>,  // left out when `None`
//! #     description: Nullable<String>, // `None` clears it
//! # }
//! #
//! # /// List groups.
//! # #[graph_endpoint(GET, "/groups", response = Page<Group>, select)]
//! # pub struct ListGroups {}
//! #
//! # #[graph_type("microsoft.graph.group")]
//! # #[derive(Clone)]
//! # pub struct Group {
//! #     id: String,
//! #     display_name: Option<String>,
//! # }
//! # #[cfg(feature = "client")]
//! # async fn tidy(client: &Client) -> Result<(), Error> {
//! #     let mut groups = client.items(&ListGroups {}.filter("startsWith(displayName,'Old ')"));
//! #     while let Some(group) = groups.try_next().await? {
//! #         UpdateGroup::builder().id(group.id).description(None).send(client).await?;
//! #     }
//! #     Ok(())
//! # }
//! # #[cfg(all(feature = "client", feature = "sandbox"))]
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let old = Group { id: "g1".into(), display_name: Some("Old crew".into()) };
//!     let sandbox = graph_endpoint::sandbox::Sandbox::builder()
//!         .on_pages::<ListGroups, _>(vec![old], 100)
//!         .on(|_: UpdateGroup| async {})
//!         .start()
//!         .await?;
//!     tidy(&Client::builder().token("any").base_url(sandbox.url()).build()?).await?;
//!     assert_eq!(sandbox.requests()[1].path(), "/v1.0/groups/g1");
//!     assert_eq!(sandbox.requests()[1].body(), r#"{"description":null}"#);
//!     Ok(())
//! }
//! # #[cfg(not(all(feature = "client", feature = "sandbox")))]
//! # fn main() {}
//! ```
//!
//! - [`graph_endpoint`] declares an operation, [`graph_type`] a type; their pages have the grammar.
//! - [`Client`] sends: `client.send(&request).await`, or `.send(&client)` on a builder. It signs in with a [`Credential`] or a
//!   fixed token; [`Client::builder`] has its [settings](ClientBuilder).
//! - `Client` also does the long jobs: lists ([`Page`]) over all their pages ([`items`](Client::items)), requests that travel
//!   together ([`batch`](Client::batch)), changes ([`delta`](Client::delta)), files ([`upload`](Client::upload),
//!   [`download`](Client::download)) and long-running operations ([`operation`](Client::operation)).
//! - [`Error`] says what failed, without a token, a query value or a body in its text.
//! - Which properties to make `Option`: all that Graph may leave out or send as `null`, which `$select` and pages make most
//!   of them; plain are those that the program can't do without, an `id` first.
//! - [`Nullable`] is for what a PATCH must be able to clear: absent, `null` or a value.
//! - [`Kept`] is for what is read and written back: it keeps what its type doesn't declare.
//! - [`query`] has OData's options and typed filters, for any GET.
//! - `sandbox`, with the feature of that name, is a typed fake of Graph for tests.
//!
//! # Features
//!
//! | feature | brings |
//! | --- | --- |
//! | `client` (default) | the async client over `reqwest` |
//! | `rustls` (default), `rustls-no-provider`, `native-tls` | its TLS: rustls with aws-lc-rs; rustls with the provider that the program installs; the machine's own library. rustls where both are on |
//! | `blocking` | the same API without async |
//! | `checked` | a snapshot of Graph's schema, v1.0: declarations are checked against it where the workspace has none of its own |
//! | `azure-identity` | the credentials of the `azure_identity` crate |
//! | `tracing` | spans of calls and attempts, with path templates and never values |
//! | `jiff`, `chrono`, `time`, `uuid` | dates, times and GUIDs of those crates, see [`edm`] |
//! | `notifications` | `notifications`: what a webhook gets, checked and decrypted; needs no client |
//! | `base64` | `edm::Binary`, without a client |
//! | `sandbox` | the server's half of each declaration, and a server on loopback |
//! | `sandbox-schema` | that server refuses what a snapshot of Graph's schema doesn't have, as Graph does |
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
mod client;
mod error;
mod expansion;
#[cfg(feature = "__fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod jobs;
#[cfg(feature = "notifications")]
pub mod notifications;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod types;
mod wire;

pub use crate::types::edm;
pub use crate::wire::query;

/// The credentials of the `azure_identity` crate: [`Client::new`] takes them as they are, in the `Arc` that they come in.
///
/// ```no_run
/// use azure_core::credentials::TokenCredential;
/// use std::sync::Arc;
/// # fn credential() -> Arc<dyn TokenCredential> { unimplemented!() }
///
/// // azure_identity::DeveloperToolsCredential::new(None)?, say
/// let credential: Arc<dyn TokenCredential> = credential();
/// let client = graph_endpoint::Client::new(credential);
/// ```
#[cfg(feature = "azure-identity")]
pub mod azure {
    pub use crate::client::azure::ClaimsChallenge;
}
#[cfg(feature = "client")]
pub use crate::client::typed_response::Response;
#[cfg(feature = "client")]
pub use crate::client::{
    AccessToken, Call, CallFuture, Client, ClientBuilder, Cloud, Credential, CredentialFuture, Environment,
    IntoCredential, ResponseCall, ResponseFuture, RetryPolicy, ThrottledCall, TokenRequest,
};
pub use crate::error::{Error, ErrorDetail};
#[cfg(feature = "client")]
pub use crate::jobs::batch::{Batch, BatchAll, BatchFuture, BatchItem, BatchRequests, BatchResponses};
#[cfg(feature = "client")]
pub use crate::jobs::delta::{Change, Delta, DeltaToken, RemovalReason, Removed, Resync};
#[cfg(feature = "client")]
pub use crate::jobs::operation::{
    Operation, OperationCall, OperationOutcome, OperationState, OperationStatus,
};
#[cfg(feature = "client")]
pub use crate::jobs::paging::{Items, Pages};
pub use crate::jobs::transfer::UploadSession;
#[cfg(feature = "client")]
pub use crate::jobs::transfer::{
    ContentVersion, Download, DownloadStream, Downloaded, Progress, SourceVersion, Upload, UploadSource,
    Uploaded,
};
pub use crate::types::kept::Kept;
pub use crate::types::nullable::Nullable;
pub use crate::types::page::Page;
pub use crate::types::value_of::ValueOf;
pub use crate::wire::body::Body;
pub use crate::wire::endpoint::{Endpoint, IntoEndpoint, Permissions};
pub use crate::wire::from_parameter::{FromParameter, ParameterError};
pub use crate::wire::json::additional::Additional;
pub use crate::wire::json::enumeration::GraphEnum;
pub use crate::wire::json::flags::Flags;
pub use crate::wire::json::untyped::{AdditionalProperties, Untyped};
pub use crate::wire::multipart::{Multipart, Part};
pub use crate::wire::parameter::{Parameter, ParameterText};
pub use crate::wire::query::{GetEndpoint, Prefer, RequestOptions, Select, WithOptions};
pub use crate::wire::response::{Accepted, ForStatus, FromResponse, OneOf, json_response};
pub use crate::wire::whole_body::RawContent;
/// What a `response = Bytes` and a raw body are made of.
pub use bytes::Bytes;
#[doc = include_str!("../docs/graph_endpoint.md")]
pub use graph_endpoint_macros::graph_endpoint;
#[doc = include_str!("../docs/graph_type.md")]
pub use graph_endpoint_macros::graph_type;

/// What a program needs to declare endpoints and call them.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(DELETE, "/users/{id}")]
/// struct DeleteUser {
///     id: String,
/// }
/// assert_eq!(DeleteUser::METHOD.as_str(), "DELETE"); // of the trait `Endpoint`
/// ```
pub mod prelude {
    #[cfg(feature = "client")]
    pub use crate::Client;
    #[cfg(feature = "sandbox")]
    pub use crate::sandbox::SandboxEndpoint;
    pub use crate::{
        Accepted, AdditionalProperties, Bytes, Endpoint, Error, Flags, Kept, Nullable, OneOf, Page,
        RequestOptions, Select, Untyped, ValueOf, edm, graph_endpoint, graph_type,
    };
}

/// What expansions call. Not part of the public interface: it changes in any release.
#[doc(hidden)]
pub mod __private {
    pub use crate::expansion::*;
}
