//! What a handler responds: a value, a value with a status and headers, an error of Graph's, or any response at all.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

use super::SandboxError;
use super::error::final_status;

/// A response with a status and headers of the handler's choice.
///
/// ```
/// use graph_endpoint::sandbox::Reply;
///
/// let reply = Reply::new("the new object").status(201).header("Location", "https://graph.microsoft.com/v1.0/x/1");
/// ```
#[derive(Clone, Debug)]
#[must_use = "a reply does nothing until the handler returns it"]
pub struct Reply<R> {
    value: R,
    status: Option<StatusCode>,
    headers: HeaderMap,
    /// What the handler asked for and can't be had.
    problem: Option<&'static str>,
}

impl<R> Reply<R> {
    /// The response as it would be without a `Reply`: `200 OK`, or `204 No Content` for `()`.
    pub fn new(value: R) -> Self {
        Self { value, status: None, headers: HeaderMap::new(), problem: None }
    }

    /// Sets the status. What is no status of a response becomes a 500 that says so.
    pub fn status(mut self, status: u16) -> Self {
        match final_status(status) {
            Some(status) => self.status = Some(status),
            None => self.problem = Some("the handler's status is none that a response can have"),
        }
        self
    }

    /// Adds a header. What can't be a header becomes a 500 that says so.
    pub fn header(mut self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) -> Self {
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => drop(self.headers.append(name, value)),
            _ => self.problem = Some("a header of the handler's can't be sent"),
        }
        self
    }
}

/// What a handler of an endpoint with the response `R` can return.
///
/// That is `R`, a [`Reply<R>`], a [`SandboxError`], an [`http::Response`] with any body that becomes [`Bytes`], or a
/// `Result` of one of these whose error is a [`SandboxError`]. `Marker` only tells these apart; it is inferred.
///
/// ```
/// use graph_endpoint::{ValueOf, prelude::*};
/// use graph_endpoint::sandbox::{Reply, Sandbox, SandboxError};
///
/// #[graph_endpoint(GET, "/users/<id>/displayName", response = ValueOf<String>)]
/// struct GetName { id: String }
///
/// #[graph_endpoint(POST, "/users", response = String)]
/// struct AddUser { name: String }
///
/// #[graph_endpoint(DELETE, "/users/<id>")]
/// struct DeleteUser { id: String }
///
/// let sandbox = Sandbox::builder()
///     .on(|get: GetName| async move {
///         if get.id == "1" { Ok(ValueOf::from("Ann".to_owned())) } else { Err(SandboxError::new(404, "itemNotFound", "No such user.")) }
///     })
///     .on(|add: AddUser| async move { Reply::new(add.name).status(201).header("ETag", "\"1\"") })
///     .on(|_: DeleteUser| async { http::Response::builder().status(502).body("<html>not JSON").unwrap() });
/// ```
#[diagnostic::on_unimplemented(
    message = "a handler of this endpoint can't return `{Self}`",
    label = "return the endpoint's response `{R}`, a `Reply` of it, a `SandboxError`, an `http::Response`, or a `Result` of these"
)]
pub trait IntoReply<R, Marker> {
    /// The response; `encode` writes the endpoint's response.
    #[doc(hidden)]
    fn into_response(self, encode: Encode<R>) -> Result<Response<Bytes>, SandboxError>;
}

/// How an endpoint writes its response.
pub(super) type Encode<R> = fn(&R) -> Result<Response<Bytes>, crate::Error>;

/// What tells the kinds of [`IntoReply`] apart.
#[allow(unreachable_pub, reason = "named in the signature of a public trait's impls, and nowhere else")]
mod kind {
    #[derive(Debug)]
    pub struct Value;
    #[derive(Debug)]
    pub struct WithStatus;
    #[derive(Debug)]
    pub struct Error;
    #[derive(Debug)]
    pub struct Http;
    #[derive(Debug)]
    pub struct Either<M>(std::marker::PhantomData<M>);
}

impl<R> IntoReply<R, kind::Value> for R {
    fn into_response(self, encode: Encode<R>) -> Result<Response<Bytes>, SandboxError> {
        encode(&self).map_err(|error| SandboxError::handler(&error.to_string()))
    }
}

impl<R> IntoReply<R, kind::WithStatus> for Reply<R> {
    fn into_response(self, encode: Encode<R>) -> Result<Response<Bytes>, SandboxError> {
        if let Some(problem) = self.problem {
            return Err(SandboxError::handler(problem));
        }
        let mut response = self.value.into_response(encode)?;
        if let Some(status) = self.status {
            *response.status_mut() = status;
        }
        // Of the handler's headers the first one of a name replaces ours.
        response.headers_mut().extend(self.headers);
        Ok(response)
    }
}

impl<R> IntoReply<R, kind::Error> for SandboxError {
    fn into_response(self, _: Encode<R>) -> Result<Response<Bytes>, SandboxError> {
        Err(self)
    }
}

impl<R, B: Into<Bytes>> IntoReply<R, kind::Http> for Response<B> {
    fn into_response(self, _: Encode<R>) -> Result<Response<Bytes>, SandboxError> {
        match final_status(self.status().as_u16()) {
            Some(_) => Ok(self.map(Into::into)),
            None => Err(SandboxError::handler("the handler's status is none that a response can have")),
        }
    }
}

impl<R, M, T: IntoReply<R, M>> IntoReply<R, kind::Either<M>> for Result<T, SandboxError> {
    fn into_response(self, encode: Encode<R>) -> Result<Response<Bytes>, SandboxError> {
        self?.into_response(encode)
    }
}
