//! Microsoft Graph endpoints, declared as structs.

mod base_url;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod builder;
#[cfg(feature = "client")]
mod client;
mod endpoint;
mod error;
mod from_parameter;
#[cfg(any(feature = "client", feature = "sandbox"))]
mod guid;
mod json;
mod nullable;
mod page;
mod parameter;
pub mod query;
mod request;
mod response;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod whole_body;

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
pub use crate::body::Body;
#[cfg(feature = "client")]
pub use crate::client::{
    AccessToken, Answer, AnswerCall, AnswerFuture, Call, CallFuture, Client, ClientBuilder, Cloud,
    Credential, CredentialFuture, Environment, IntoCredential, RetryPolicy, TokenRequest,
};
pub use crate::endpoint::{Endpoint, Permissions};
pub use crate::error::{Error, ErrorDetail};
pub use crate::from_parameter::{FromParameter, ParameterError};
pub use crate::json::enumeration::{Flags, GraphEnum};
pub use crate::json::untyped::{Additional, AdditionalProperties, Untyped};
pub use crate::nullable::Nullable;
pub use crate::page::Page;
pub use crate::parameter::{Parameter, ParameterText};
pub use crate::query::{GetEndpoint, Prefer, RequestOptions, Select, WithOptions};
pub use crate::response::FromResponse;
pub use crate::whole_body::RawContent;
/// What a `response = Bytes` and a raw body are made of.
pub use bytes::Bytes;
pub use graph_endpoint_macros::{graph_endpoint, graph_type};

/// What a program needs to declare endpoints and call them.
pub mod prelude {
    #[cfg(feature = "client")]
    pub use crate::Client;
    #[cfg(feature = "sandbox")]
    pub use crate::sandbox::SandboxEndpoint;
    pub use crate::{
        Endpoint, Error, Nullable, Page, RequestOptions, Select, Untyped, graph_endpoint, graph_type,
    };
}

/// What expansions call. Not part of the public interface: it changes in any release.
#[doc(hidden)]
pub mod __private {
    pub use ::bytes;
    pub use ::core::convert::Into;
    pub use ::core::default::Default;
    pub use ::core::marker::PhantomData;
    pub use ::core::option::Option::{self, None, Some};
    pub use ::core::result::Result::{self, Err, Ok};
    pub use ::http;
    pub use ::serde;
    pub use ::std::string::String;

    pub use graph_endpoint_macros::{__GraphEndpoint, __GraphType};

    pub use crate::builder::{IsSet, Set, set};
    #[cfg(feature = "client")]
    pub use crate::client::{Call, Client};
    pub use crate::endpoint::{Endpoint, Permissions, Segment};
    pub use crate::error::Error;
    pub use crate::from_parameter::{FromParameter, ParameterError};
    pub use crate::json::enumeration::{GraphEnum, member_from_text, member_index, read_member};
    pub use crate::json::untyped::Untyped;
    pub use crate::json::{read, tagged, write};
    pub use crate::parameter::{Parameter, ParameterText};
    pub use crate::query::{Expansion, GetEndpoint, Property, Select};
    pub use crate::request::{BodyProperty, RequestWriter};
    pub use crate::response::{DecodeJson, DecodeSpecial, Decoder};
    #[cfg(feature = "sandbox")]
    pub use crate::sandbox::private::*;
    pub use crate::whole_body::{BodyWriter, WriteJson, WriteOctets, json_body, raw_body};
}
