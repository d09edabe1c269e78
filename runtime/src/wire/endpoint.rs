//! The trait that a declaration implements: what goes in, what comes out, and the way between.

use bytes::Bytes;
use http::{Method, Request, Response};

use crate::error::{CallName, Error};
use crate::wire::base_url;
use crate::wire::request::{Parts, RequestWriter};

/// An operation of Microsoft Graph, declared as a struct with [`graph_endpoint`](crate::graph_endpoint).
///
/// The consts say what the declaration says; the methods work without any client. There is no need to implement
/// this trait by hand.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(GET, "/users/{id}/displayName/$value", response = String)]
/// struct GetName {
///     id: String,
/// }
///
/// assert_eq!((GetName::METHOD.as_str(), GetName::VERSION, GetName::PATH), ("GET", "v1.0", "/users/{id}/displayName/$value"));
/// let request = GetName { id: "a/b".into() }.to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(request.uri().path(), "/v1.0/users/a%2Fb/displayName/$value");
/// let response = http::Response::builder().header("content-type", "text/plain").body("Adele".into())?;
/// assert_eq!(GetName::from_http_response(response)?, "Adele");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no endpoint",
    label = "neither declared with `#[graph_endpoint]` nor a builder whose required fields are all set",
    note = "a builder's type says in its order which required fields are `Set` and which are `Unset`"
)]
pub trait Endpoint {
    /// What a 2xx response is decoded to; `()` when the declaration names no `response`.
    type Response;

    /// The HTTP method.
    const METHOD: Method;
    /// The path as declared, after the version segment.
    const PATH: &'static str;
    /// The API version segment: `v1.0` or `beta`.
    const VERSION: &'static str = "v1.0";
    /// The permissions that the declaration lists, the least privileged one first.
    const PERMISSIONS: Permissions =
        Permissions { delegated: &[], delegated_personal: &[], application: &[] };

    /// The path for writing and for matching, where the declared one has other names or brackets.
    #[doc(hidden)]
    const ROUTE: &'static str = Self::PATH;

    /// Writes path, query, headers and body.
    #[doc(hidden)]
    fn write(&self, request: &mut RequestWriter);

    /// Decodes a 2xx response.
    #[doc(hidden)]
    fn decode(response: Response<Bytes>) -> Result<Self::Response, Error>;

    /// The request as [`http`] has it, for `base`, the service's root without a version
    /// (`https://graph.microsoft.com`). Nothing is sent.
    ///
    /// # Errors
    /// [`Error::is_build`] when a path value is empty, `.` or `..`, when a header value can't be one, when `base` is
    /// not an absolute `http` or `https` URL, or when the body can't be written as JSON or is a stream.
    fn to_http_request(&self, base: &str) -> Result<Request<Bytes>, Error> {
        to_checked_http_request(self, base)
            .map_err(|error| error.of_call(&CallName::new(&Self::METHOD, Self::PATH)))
    }

    /// Decodes a response as [`http`] has it.
    ///
    /// # Errors
    /// Graph's own error for a status that is not 2xx; [`Error::is_decode`], with the JSON path, for a body of
    /// another shape.
    fn from_http_response(response: Response<Bytes>) -> Result<Self::Response, Error> {
        let outcome = match response.status().is_success() {
            true => Self::decode(response),
            false => Err(Error::from_response(response)),
        };
        outcome.map_err(|error| error.of_call(&CallName::new(&Self::METHOD, Self::PATH)))
    }
}

/// All of an endpoint but how its request is written, as another one has it: for what stands around that one.
macro_rules! same_as_endpoint {
    ($inner:ident) => {
        type Response = $inner::Response;

        const METHOD: ::http::Method = $inner::METHOD;
        const PATH: &'static str = $inner::PATH;
        const VERSION: &'static str = $inner::VERSION;
        const PERMISSIONS: $crate::wire::endpoint::Permissions = $inner::PERMISSIONS;
        const ROUTE: &'static str = $inner::ROUTE;

        fn decode(
            response: ::http::Response<::bytes::Bytes>,
        ) -> Result<Self::Response, $crate::error::Error> {
            $inner::decode(response)
        }
    };
}
pub(crate) use same_as_endpoint;

/// A reference calls what it refers to: in a batch, say, whose requests are still needed afterwards.
impl<E: Endpoint + ?Sized> Endpoint for &E {
    same_as_endpoint!(E);

    fn write(&self, request: &mut RequestWriter) {
        (**self).write(request);
    }
}

/// What becomes an endpoint's value: one as it is, a reference to one, or a builder whose required fields are all set.
///
/// What takes one takes all of them, so that `build()` need not be written:
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(GET, "/groups/{id}/members", response = Page<Untyped>)]
/// struct ListMembers {
///     id: String,
/// }
///
/// # fn run(client: Client) {
/// let members = client.items(ListMembers::builder().id("g").top(5));
/// # }
/// let request = ListMembers::builder().id("g").top(5).to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(request.uri().query(), Some("$top=5"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no endpoint",
    label = "neither declared with `#[graph_endpoint]` nor a builder whose required fields are all set",
    note = "a builder's type says in its order which required fields are `Set` and which are `Unset`"
)]
pub trait IntoEndpoint {
    /// The endpoint's type.
    type Endpoint: Endpoint;

    /// The endpoint's value.
    fn into_endpoint(self) -> Self::Endpoint;
}

impl<E: Endpoint> IntoEndpoint for E {
    type Endpoint = E;

    fn into_endpoint(self) -> E {
        self
    }
}

/// Permissions of an operation, in the order of its documentation page: least privileged first.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(GET, "/users", permissions(delegated = ["User.ReadBasic.All"], application = ["User.Read.All"]))]
/// struct ListUsers {}
///
/// assert_eq!(ListUsers::PERMISSIONS.application, ["User.Read.All"]);
/// assert!(ListUsers::PERMISSIONS.delegated_personal.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    /// For a signed-in work or school account.
    pub delegated: &'static [&'static str],
    /// For a signed-in personal Microsoft account.
    pub delegated_personal: &'static [&'static str],
    /// For an application without a user.
    pub application: &'static [&'static str],
}

/// The URL is parsed once, and tells of the base that it begins with, too.
fn to_checked_http_request<E: Endpoint + ?Sized>(endpoint: &E, base: &str) -> Result<Request<Bytes>, Error> {
    base_url::check_text(base)?;
    let request = to_parts(endpoint, base).and_then(Parts::into_http_request);
    match &request {
        Ok(request) => base_url::check_host(request.uri())?,
        // What is wrong with the base goes before.
        Err(_) => base_url::check(base)?,
    }
    request
}

/// The way into the pipeline, for the client and the functions above. `base` has been checked.
pub(crate) fn to_parts<E: Endpoint + ?Sized>(endpoint: &E, base: &str) -> Result<Parts, Error> {
    let request = RequestWriter::new(E::METHOD, base, E::VERSION, E::PATH, E::ROUTE);
    written(request, &|request| endpoint.write(request))
}

/// What is left of it once the endpoint's type is forgotten.
fn written(mut request: RequestWriter, write: &dyn Fn(&mut RequestWriter)) -> Result<Parts, Error> {
    write(&mut request);
    request.finish()
}
