//! Declared endpoints as a typed fake of Graph, with the feature `sandbox`.
//!
//! [`SandboxEndpoint`] is the server's half of a declaration: a request read back into the struct, a response written.
//! [`Sandbox`] is a real HTTP server on a loopback port whose answers are typed handlers for declared endpoints: what
//! a test or an example calls in place of the service.

mod batch;
mod dispatch;
mod endpoint;
mod error;
mod identity;
mod multipart;
mod recorded;
mod reply;
mod request_reader;
mod route;
mod server;
mod to_response;
mod whole_body;

pub use self::endpoint::SandboxEndpoint;
pub use self::error::SandboxError;
pub use self::recorded::RecordedRequest;
pub use self::reply::{IntoReply, Reply};
pub use self::server::{Sandbox, SandboxBuilder};
pub use self::to_response::ToResponse;
pub use self::whole_body::FromRawContent;

use crate::error::{Error, Kind};

/// What expansions call.
pub(crate) mod private {
    pub use super::endpoint::SandboxEndpoint;
    pub use super::request_reader::RequestReader;
    pub use super::to_response::{EncodeJson, EncodeNothing, EncodeSpecial, Encoder};
    pub use super::whole_body::{FromRawContent, ReadJson, ReadNothing, ReadOctets, WholeBody};
}

/// A request that is not what the endpoint declares. The message names things, never their values.
fn malformed(message: impl Into<String>) -> Error {
    Error::new(Kind::Decode, message)
}
