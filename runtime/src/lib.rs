//! Microsoft Graph endpoints, declared as structs.

// The macros name this crate by its public name, inside it too.
extern crate self as graph_endpoint;

mod base_url;
mod body;
#[cfg(feature = "client")]
mod client;
mod endpoint;
mod error;
mod from_parameter;
mod json;
mod nullable;
mod parameter;
mod request;
mod response;
#[cfg(feature = "sandbox")]
pub mod sandbox;

pub use crate::body::Body;
#[cfg(feature = "client")]
pub use crate::client::{
    AccessToken, Answer, AnswerCall, AnswerFuture, Call, CallFuture, Client, ClientBuilder, Credential,
    CredentialFuture, IntoCredential, TokenRequest,
};
pub use crate::endpoint::{Endpoint, Permissions};
pub use crate::error::Error;
pub use crate::from_parameter::{FromParameter, ParameterError};
pub use crate::nullable::Nullable;
pub use crate::parameter::{Parameter, ParameterText};
pub use crate::response::FromResponse;

/// What a program needs to declare endpoints and call them.
pub mod prelude {
    #[cfg(feature = "client")]
    pub use crate::Client;
    #[cfg(feature = "sandbox")]
    pub use crate::sandbox::SandboxEndpoint;
    pub use crate::{Endpoint, Error, Nullable};
}

/// What expansions call. Not part of the public interface: it changes in any release.
#[doc(hidden)]
pub mod __private {
    pub use ::bytes;
    pub use ::http;
    pub use ::serde;

    pub use crate::endpoint::Segment;
    pub use crate::json::{read, write};
    pub use crate::request::RequestWriter;
    pub use crate::response::{DecodeJson, DecodeSpecial, Decoder};
    #[cfg(feature = "sandbox")]
    pub use crate::sandbox::private::*;
}
