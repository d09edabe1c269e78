//! What goes over the wire, without a client: from a declared struct to the parts of a request, and from a response to
//! its typed value or an error.

pub(crate) mod base_url;
pub(crate) mod body;
pub(crate) mod endpoint;
pub(crate) mod framing;
pub(crate) mod from_parameter;
pub(crate) mod json;
pub(crate) mod multipart;
pub(crate) mod parameter;
pub mod query;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod route;
pub(crate) mod tuples;
pub(crate) mod whole_body;
