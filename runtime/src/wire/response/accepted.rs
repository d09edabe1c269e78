//! `202 Accepted`: where the response will be.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{CONTENT_LOCATION, LOCATION};
use http::{HeaderMap, HeaderName, Response, StatusCode};
use serde::de::DeserializeOwned;

use super::{ForStatus, FromResponse, decode_json, undisguised, url_in};
use crate::error::{Error, retry_after};

pub(crate) const OPERATION_LOCATION: HeaderName = HeaderName::from_static("operation-location");

/// What a `202 Accepted` says of the work that it has begun: where to ask for it, and when.
///
/// As `response = Accepted` for an endpoint that answers in no other way; as a part of [`OneOf`](super::OneOf) for one
/// that does the work at once if it can.
/// `Client::operation` calls any such endpoint and watches the operation to its end.
/// <https://learn.microsoft.com/graph/long-running-actions-overview>
///
/// ```
/// use graph_endpoint::{Accepted, prelude::*};
///
/// /// Create a team.
/// #[graph_endpoint(POST, "/teams", response = Accepted)]
/// pub struct CreateTeam {
///     display_name: String,
/// }
///
/// let response = http::Response::builder()
///     .status(202)
///     .header("Location", "/teams/t1/operations/o1")
///     .header("Content-Location", "/teams/t1");
/// let accepted = CreateTeam::from_http_response(response.body(Default::default())?)?;
/// assert_eq!(accepted.monitor(), Some("/teams/t1/operations/o1"));
/// assert_eq!(accepted.content_location.as_deref(), Some("/teams/t1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Accepted {
    /// `Location`: where to ask how far it is, unless there is an `operation_location`. It can be relative, and on
    /// another host than Graph's.
    pub location: Option<String>,
    /// `Operation-Location`: where to ask how far it is.
    pub operation_location: Option<String>,
    /// `Content-Location`: where what is being made will be.
    pub content_location: Option<String>,
    /// `Retry-After`: how long to wait before the first question, in whole seconds.
    pub retry_after: Option<Duration>,
    /// The response's body, which is empty as a rule: some services say there already what they are making.
    /// [`item`](Accepted::item) reads it.
    pub body: Bytes,
}

impl Accepted {
    /// A response that names a place to ask.
    pub fn at(location: impl Into<String>) -> Self {
        Self { location: Some(location.into()), ..Self::default() }
    }

    /// What the body says, read as a `T`: with an `Option` of one, an empty body is `None`.
    ///
    /// ```
    /// use graph_endpoint::{Accepted, Untyped, FromResponse};
    ///
    /// let response = http::Response::builder().status(202).header("Location", "/operations/1");
    /// let accepted = Accepted::from_response(response.body(r#"{"id":"o1"}"#.into())?)?;
    /// assert_eq!(accepted.item::<Untyped>()?.get("id"), Some(r#""o1""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::is_decode`], with the JSON path, when the body is of another shape.
    pub fn item<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode_json(Response::new(self.body.clone()))
    }

    /// Where to ask how far it is: `Operation-Location`, or else `Location`.
    pub fn monitor(&self) -> Option<&str> {
        self.operation_location.as_deref().or(self.location.as_deref())
    }
}

impl FromResponse for Accepted {
    /// From the headers, unless the body is one of Graph's errors.
    fn from_response(response: Response<Bytes>) -> Result<Self, Error> {
        let response = undisguised(response)?;
        let headers = response.headers();
        Ok(Self {
            location: text(headers, LOCATION),
            operation_location: text(headers, OPERATION_LOCATION),
            content_location: text(headers, CONTENT_LOCATION),
            retry_after: retry_after(headers, SystemTime::now()),
            body: response.into_body(),
        })
    }
}

impl ForStatus for Accepted {
    fn is_for(status: StatusCode) -> bool {
        status == StatusCode::ACCEPTED
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    url_in(headers, name).map(str::to_owned)
}

/// Which places there are: monitors can be links that need no token.
impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted")
            .field("has_location", &self.location.is_some())
            .field("has_operation_location", &self.operation_location.is_some())
            .field("has_content_location", &self.content_location.is_some())
            .field("retry_after", &self.retry_after)
            .field("body", &self.body.len())
            .finish()
    }
}
