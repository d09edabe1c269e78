//! The server's half of a declaration: a request read back into the struct, a response written.

use bytes::Bytes;
use graph_endpoint_schema::media_type::is_json;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response};

use super::request_reader::RequestReader;
use crate::error::Error;
use crate::wire::endpoint::Endpoint;

/// The server's half of a declared endpoint: what makes a declaration a typed fake of Graph.
///
/// `#[graph_endpoint]` implements it when the feature `sandbox` is on, for each declaration whose types can be read
/// as well as written. There is no need to implement it by hand.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(PATCH, "/users/<id>/presence")]
/// #[derive(Debug, PartialEq)]
/// struct SetPresence {
///     id: String,
///     #[graph(query = "$top")]
///     top: Option<u32>,
///     availability: String,
/// }
///
/// let sent = SetPresence { id: "a/b".into(), top: None, availability: "Busy".into() };
/// let request = sent.to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(SetPresence::from_http_request(request)?, sent);
///
/// let response = SetPresence::to_http_response(&())?;
/// assert_eq!(response.status(), 204);
/// # Ok::<(), Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no server's half",
    note = "each path, query and header type must be `FromParameter`, each body type `Deserialize`"
)]
pub trait SandboxEndpoint: Endpoint + Sized {
    /// Reads the fields.
    #[doc(hidden)]
    fn read(request: &RequestReader) -> Result<Self, Error>;

    /// Writes a response, by what kind of type it is.
    #[doc(hidden)]
    fn encode(response: &Self::Response) -> Result<Response<Bytes>, Error>;

    /// The value that a request was made of: the reverse of [`Endpoint::to_http_request`].
    ///
    /// A path in front of the version segment, as a proxy's, is passed over. Query options and headers that the
    /// endpoint doesn't declare are ignored, and so are properties of the body.
    ///
    /// # Errors
    /// [`Error::is_decode`], naming what is wrong, when the method or the path is not the endpoint's, when a required
    /// query option or header is missing, when a value is not one of its type, or when the body is of another shape.
    fn from_http_request(request: Request<Bytes>) -> Result<Self, Error> {
        Self::read(&RequestReader::new(request, Self::METHOD, Self::VERSION, Self::ROUTE)?)
    }

    /// The HTTP response that holds a value: the reverse of [`Endpoint::from_http_response`].
    ///
    /// `204 No Content` for `()`, `200 OK` with JSON for a type that is `Serialize`, or with plain text for a `/$count`; what a type that knows how to
    /// write itself ([`ToResponse`](crate::sandbox::ToResponse)) says otherwise.
    ///
    /// # Errors
    /// When the response can't be written: its type is not `Serialize`, or its `Serialize` fails.
    fn to_http_response(response: &Self::Response) -> Result<Response<Bytes>, Error> {
        let mut response = Self::encode(response)?;
        if Self::PATH.ends_with("/$count") && response.headers().get(CONTENT_TYPE).is_some_and(is_json) {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            if let Ok(text) = serde_json::from_slice::<String>(response.body()) {
                *response.body_mut() = text.into(); // a text's quotes are JSON's
            }
        }
        Ok(response)
    }
}
