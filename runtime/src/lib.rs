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
//! A call and a list:
//!
//! ```
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
//! # fn client() -> Result<Client, Box<dyn std::error::Error>> {
//! // Or `Client::new(azure_identity::DeveloperToolsCredential::new(None)?)`, with any credential of that crate.
//! let client = Client::builder().token(std::env::var("GRAPH_TOKEN")?).build()?;
//! # Ok(client)
//! # }
//!
//! // A test: the same declarations answer on this machine, and record what was asked.
//! # #[cfg(all(feature = "client", feature = "sandbox"))]
//! #[tokio::main(flavor = "current_thread")] // #[tokio::test]
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
//! - [`Client`] sends: `client.send(&request).await`, or `.send(&client)` on a builder.
//! - `Client` also does the long jobs: lists over all their pages (`items`), requests that travel together (`batch`),
//!   changes (`delta`), files (`upload`, `download`) and long-running operations (`operation`).
//! - [`Error`] says what failed, without a token, a query value or a body in its text.
//! - Which properties to make `Option`: all that Graph may leave out or send as `null`, which `$select` and pages make most
//!   of them; plain are those that the program can't do without, an `id` first.
//! - [`Kept`] is for what is read and written back: it keeps what its type doesn't declare.
//! - [`query`] has OData's options and typed filters, for any GET.
//! - `sandbox`, with the feature of that name, is a typed fake of Graph for tests.
//!
//! # Features
//!
//! | feature | brings |
//! | --- | --- |
//! | `client` (default) | the async client over `reqwest` with rustls |
//! | `blocking` | the same API without async |
//! | `checked` | a snapshot of Graph's schema, v1.0: declarations are checked against it where the workspace has none of its own |
//! | `azure-identity` | the credentials of the `azure_identity` crate |
//! | `tracing` | spans of calls and attempts, with path templates and never values |
//! | `jiff`, `chrono`, `time`, `uuid` | dates, times and GUIDs of those crates, see [`edm`] |
//! | `notifications` | `notifications`: what a webhook gets, checked and decrypted; needs no client |
//! | `base64` | `edm::Binary`, without a client |
//! | `sandbox` | the server's half of each declaration, and a server on loopback |

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "client")]
mod client;
mod error;
mod expansion;
#[cfg(all(fuzzing, feature = "client"))]
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
pub use crate::jobs::batch::{Batch, BatchAll, BatchItem, BatchRequests, BatchResponses};
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
pub use crate::wire::endpoint::{Endpoint, Permissions};
pub use crate::wire::from_parameter::{FromParameter, ParameterError};
pub use crate::wire::json::additional::Additional;
pub use crate::wire::json::enumeration::{Flags, GraphEnum};
pub use crate::wire::json::untyped::{AdditionalProperties, Untyped};
pub use crate::wire::multipart::{Multipart, Part};
pub use crate::wire::parameter::{Parameter, ParameterText};
pub use crate::wire::query::{GetEndpoint, Prefer, RequestOptions, Select, WithOptions};
pub use crate::wire::response::{Accepted, ForStatus, FromResponse, OneOf, json_response};
pub use crate::wire::whole_body::RawContent;
/// What a `response = Bytes` and a raw body are made of.
pub use bytes::Bytes;
/// Declares an operation of Microsoft Graph: `#[graph_endpoint(METHOD, "path", key = value, ..)]` on a struct.
///
/// The struct becomes an [`Endpoint`], with a builder. Every mistake of a declaration is an error at the token that is
/// wrong, and says what to write.
///
/// # Keys
///
/// | key | meaning | when left out |
/// | --- | --- | --- |
/// | `response = T` | what a 2xx response is decoded to: a `Deserialize` type, [`Page<T>`](Page), [`ValueOf<T>`](ValueOf), [`Bytes`], [`Accepted`], [`OneOf<T, Accepted>`](OneOf), or a [`FromResponse`] of yours | `()`: any 2xx is success |
/// | `version = "beta"` | the API version | `"v1.0"` |
/// | `odata_type = "#microsoft.graph.x"` | written first in the body as `@odata.type` | not written |
/// | `permissions(delegated = [..], delegated_personal = [..], application = [..])` | least privileged first; readable as [`Endpoint::PERMISSIONS`] | empty |
/// | `select` | `$select` and `$expand` from the fields of the response type, see [`Select`] | not sent |
/// | `unverified` | no check against the schema snapshot | checked where `graph-schema/v1.0.txt` is beside `Cargo.lock`, or in `GRAPH_SCHEMA_DIR`, or with the feature `checked` |
/// | `builder = false` | no builder | `X::builder()` |
/// | `crate = path` | where this crate is re-exported | `::graph_endpoint` |
///
/// # Paths
///
/// `<id>` is filled by the field `id`; the docs' own `{docsName}` and `{docs-name}` by `docs_name`; `{id | name}` by either.
/// Where a name stands again, as in `/users/{id}/messages/{id}`, the second one is filled by `id2`, the third by `id3`.
/// `<path..>` is a run of segments that keeps its slashes. Between the quotes of an OData string literal a value's own
/// quotes are doubled. Every value is percent-encoded; one that is empty, `.` or `..` is an error before anything is sent.
///
/// # Fields
///
/// Each has one role. Without an attribute, a field named by a placeholder goes into the path; of the rest, on `GET`,
/// `HEAD` and `DELETE` into the query string, on `POST`, `PATCH` and `PUT` into the JSON body, in `camelCase`.
/// `Option<T>` is left out when `None`; [`Nullable<T>`](Nullable) can also be `null`.
///
/// | attribute | meaning |
/// | --- | --- |
/// | `#[graph(path = "id")]`, `#[graph(query = "$top")]`, `#[graph(header = "If-Match")]` | another role, or another name |
/// | `#[graph(body)]` | the whole body: JSON, or [`Bytes`], `Vec<u8>`, [`Body`] and [`Multipart`] as they are |
/// | `#[graph(body, content_type = "text/html")]` | the whole body as [`RawContent`] of that type |
/// | `#[graph(rename = "..")]`, and serde's `rename`, `with`, `serialize_with`, `deserialize_with`, `skip_serializing_if`, `default` | a property's name and form |
/// | `#[graph(additional)]` | takes the properties that have no field: [`AdditionalProperties`], or a map |
///
/// # Example
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// /// Get a message.
/// #[graph_endpoint(GET, "/users/{id | userPrincipalName}/messages/<message>", response = Message,
///     permissions(delegated = ["Mail.ReadBasic", "Mail.Read"], application = ["Mail.ReadBasic.All"]))]
/// pub struct GetMessage {
///     user_principal_name: String,
///     message: String,
///     #[graph(header = "Prefer")]
///     prefer: Option<String>,
/// }
///
/// #[graph_type("microsoft.graph.message")]
/// pub struct Message {
///     subject: Option<String>,
/// }
///
/// let get = GetMessage::builder().user_principal_name("adele@contoso.com").message("AAMk=").build();
/// let request = get.to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(request.uri().path(), "/v1.0/users/adele%40contoso.com/messages/AAMk%3D");
/// assert_eq!(GetMessage::PERMISSIONS.delegated[0], "Mail.ReadBasic");
/// # Ok::<(), Error>(())
/// ```
///
/// A required field that is left out is an error that names it:
///
/// ```compile_fail
/// # use graph_endpoint::prelude::*;
/// #[graph_endpoint(DELETE, "/users/<id>")]
/// struct DeleteUser {
///     id: String,
/// }
///
/// let delete = DeleteUser::builder().build(); // error: `id` is missing
/// ```
pub use graph_endpoint_macros::graph_endpoint;
/// Declares a type of Microsoft Graph: `#[graph_type("microsoft.graph.x", key, ..)]` on a struct or an enum.
///
/// It writes `Serialize` and `Deserialize`, in `camelCase`. `Option` is left out when `None`, unknown properties are ignored,
/// or kept in a field with `#[graph(additional)]`. The attributes of properties are those of [`graph_endpoint`].
///
/// | key | meaning |
/// | --- | --- |
/// | `odata_type` | `@odata.type` is written with every value; reading, it is not asked for |
/// | `properties` | a const for each property, for typed filters: see [`query`] |
/// | `lossy` | what it doesn't declare may be lost when it is written back: see [below](#what-is-read-and-written-back) |
/// | `unverified`, `crate = path` | as for an endpoint |
///
/// An enum whose variants hold data is a polymorphic type, told apart by `@odata.type`, wherever that stands in the object
/// and with or without `#`. `#[graph(other)]` keeps what it doesn't know, whole:
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_type("microsoft.graph.deviceAndAppManagementAssignmentTarget")]
/// pub enum Target {
///     #[graph(type = "microsoft.graph.groupAssignmentTarget")]
///     Group { group_id: String },
///     #[graph(type = "microsoft.graph.allLicensedUsersAssignmentTarget")]
///     AllLicensedUsers,
///     #[graph(other)]
///     Other(Untyped),
/// }
///
/// let target: Target = serde_json::from_str(r#"{"groupId":"g","@odata.type":"microsoft.graph.groupAssignmentTarget"}"#)?;
/// assert!(matches!(target, Target::Group { group_id } if group_id == "g"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// What it doesn't know can have the fields of the base type: the variant then holds a struct with a field for the
/// additional properties, which takes the type's name, too, and writes it back as it came. It can hold another
/// polymorphic enum as well, which is asked next: so are hierarchies of several levels declared.
///
/// ```
/// use graph_endpoint::{AdditionalProperties, prelude::*};
///
/// #[graph_type("microsoft.graph.directoryObject")]
/// pub struct DirectoryObject {
///     id: String,
///     #[graph(additional)]
///     more: AdditionalProperties,
/// }
///
/// #[graph_type]
/// pub enum Member {
///     #[graph(type = "microsoft.graph.user")]
///     User { id: String, display_name: Option<String> },
///     #[graph(other)]
///     Other(DirectoryObject),
/// }
///
/// let text = r##"{"@odata.type":"#microsoft.graph.device","id":"1","trustType":"Workplace"}"##;
/// let member: Member = serde_json::from_str(text)?;
/// assert!(matches!(&member, Member::Other(device) if device.id == "1"
///     && device.more.type_name().as_deref() == Some("microsoft.graph.device")));
/// assert_eq!(serde_json::to_string(&member)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # What is read and written back
///
/// Graph's writes replace collections and complex values whole: what a type doesn't declare, and what is dropped between
/// reading and writing, is deleted in the tenant. So a type that stands in the body of a request, in whichever list, map or
/// `Option`, says what becomes of it, or the field is an error. There are three ways:
/// - The field's type is [`Kept<T>`](Kept): it keeps the text that came, and lays over it what was changed. Its setter takes
///   a `T`. Read the value as a `Kept<T>`, too: one that was read as a `T` has lost what `T` doesn't declare already.
/// - The type has a field with `#[graph(additional)]`, an enum one in each of its variants, or variants of types that have
///   it. That keeps one level, so what is nested in such a type is asked at its declaration, read or written.
/// - The type says `lossy`, since its values are only made here, or only read. Nothing that is nested in it is asked.
///
/// Enumerations, [`Untyped`] and types that aren't declared with `#[graph_type]` pass, and so does what a type parameter
/// stands for.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// /// Replaces the assignments of an app.
/// #[graph_endpoint(POST, "/deviceAppManagement/mobileApps/{id}/assign")]
/// struct Assign {
///     id: String,
///     mobile_app_assignments: Vec<Kept<Assignment>>,
/// }
///
/// #[graph_type("microsoft.graph.mobileAppAssignment")]
/// struct Assignment {
///     intent: String,
/// }
///
/// let text = r#"{"@odata.etag":"W/1","id":"1","intent":"available","settings":{"useDeviceLicensing":true}}"#;
/// let mut assignment: Kept<Assignment> = serde_json::from_str(text)?;
/// assignment.intent = "required".into();
/// let assign = Assign { id: "app".into(), mobile_app_assignments: vec![assignment] };
/// let request = assign.to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(
///     request.body(),
///     r#"{"mobileAppAssignments":[{"id":"1","intent":"required","settings":{"useDeviceLicensing":true}}]}"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// ```compile_fail
/// # use graph_endpoint::prelude::*;
/// #[graph_type("microsoft.graph.assignedLicense")]
/// struct AssignedLicense {
///     sku_id: String,
/// }
///
/// #[graph_endpoint(POST, "/users/<id>/assignLicense")]
/// struct AssignLicense {
///     id: String,
///     add_licenses: Vec<AssignedLicense>, // error: it is written back without the properties that it doesn't declare
/// }
/// ```
///
/// # Enumerations
///
/// An enum of plain variants is an enumeration, its members in any letter case; a set of flags is [`Flags`]:
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_type("microsoft.graph.importance")]
/// #[derive(Debug, PartialEq)]
/// pub enum Importance {
///     Low,
///     Normal,
///     High,
///     #[graph(other)]
///     Other(String),
/// }
///
/// assert_eq!(serde_json::from_str::<Importance>(r#""high""#)?, Importance::High);
/// assert_eq!(serde_json::from_str::<Importance>(r#""urgent""#)?, Importance::Other("urgent".into()));
/// # Ok::<(), serde_json::Error>(())
/// ```
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
        Endpoint, Error, Kept, Nullable, Page, RequestOptions, Select, Untyped, graph_endpoint, graph_type,
    };
}

/// What expansions call. Not part of the public interface: it changes in any release.
#[doc(hidden)]
pub mod __private {
    pub use crate::expansion::*;
}
