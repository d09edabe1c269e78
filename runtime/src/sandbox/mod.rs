//! Declared endpoints as a typed fake of Graph, with the feature `sandbox`.
//!
//! [`SandboxEndpoint`] is the server's half of a declaration: a request read back into the struct, a response written.
//! [`Sandbox`] is a real HTTP server on a loopback port with typed handlers for declared endpoints: what
//! a test or an example calls in place of the service. It also has what Graph's long jobs need: lists in pages
//! ([`on_pages`](SandboxBuilder::on_pages)), upload sessions ([`on_upload`](SandboxBuilder::on_upload)), downloads by
//! redirect ([`on_download`](SandboxBuilder::on_download)), responses one after the other
//! ([`on_sequence`](SandboxBuilder::on_sequence)); and what goes wrong in production:
//! [`fail_first`](SandboxBuilder::fail_first), [`rate_limit`](SandboxBuilder::rate_limit) and
//! [`latency`](SandboxBuilder::latency), begun anew by [`Sandbox::reset`]. [`Sandbox::assert_requests`] says what came otherwise than expected. With the
//! feature `tracing` a GET without `$select` is noted; with the feature `sandbox-schema` what a snapshot of Graph's schema
//! doesn't have is refused, as Graph does ([`schema`](SandboxBuilder::schema)).
//!
//! ```
//! # #[cfg(all(feature = "client", feature = "sandbox"))]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use graph_endpoint::prelude::*;
//! use graph_endpoint::sandbox::Sandbox;
//! #[graph_endpoint(GET, "/me/displayName/$value", response = String)]
//! struct GetName {}
//! let sandbox = Sandbox::builder().on(|_: GetName| async { "Adele".to_owned() }).start().await?;
//! let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
//!
//! assert_eq!(client.send(&GetName {}).await?, "Adele");
//! assert_eq!(sandbox.requests().len(), 1);
//! # Ok(())
//! # }
//! # #[cfg(not(all(feature = "client", feature = "sandbox")))]
//! # fn main() {}
//! ```

mod alignment;
mod batch;
mod browsers;
mod budget;
mod builder;
mod control;
mod dispatch;
mod downloads;
mod endpoint;
mod error;
mod expected;
mod faults;
mod hosted;
mod identity;
mod journal;
mod later_faults;
mod lists;
mod multipart;
#[cfg(feature = "tracing")]
mod notes;
mod raw_content;
mod recorded;
mod reply;
mod request_reader;
mod route;
mod routes;
#[cfg(feature = "sandbox-schema")]
mod schema;
mod scripts;
mod server;
mod to_response;
mod uploads;
mod whole_body;

pub use self::builder::SandboxBuilder;
pub use self::endpoint::SandboxEndpoint;
pub use self::error::SandboxError;
pub use self::expected::ExpectedRequest;
pub use self::raw_content::FromRawContent;
pub use self::recorded::{RecordedRequest, RecordedResponse};
pub use self::reply::{IntoReply, Reply};
pub use self::server::Sandbox;
pub use self::to_response::ToResponse;

use crate::error::{Error, Kind};

/// What expansions call.
pub(crate) mod private {
    pub use super::endpoint::SandboxEndpoint;
    pub use super::raw_content::FromRawContent;
    pub use super::request_reader::RequestReader;
    pub use super::to_response::{EncodeJson, EncodeNothing, EncodeSpecial, Encoder};
    pub use super::whole_body::{ReadJson, ReadNothing, ReadOctets, WholeBody};
}

/// A request that is not what the endpoint declares. The message names things, never their values.
fn malformed(message: impl Into<String>) -> Error {
    Error::new(Kind::Decode, message)
}
