//! A response whose type hangs on its status.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde::de::DeserializeOwned;

use super::{FromResponse, NumberResponse, decode_json};
use crate::error::Error;

/// A type that stands for some of the 2xx statuses, in [`OneOf`].
///
/// ```
/// use graph_endpoint::{Bytes, Error, ForStatus, FromResponse};
/// use http::{Response, StatusCode};
///
/// /// Nothing has changed since.
/// struct Nothing;
///
/// impl FromResponse for Nothing {
///     fn from_response(_: Response<Bytes>) -> Result<Self, Error> {
///         Ok(Self)
///     }
/// }
///
/// impl ForStatus for Nothing {
///     fn is_for(status: StatusCode) -> bool {
///         status == StatusCode::NO_CONTENT
///     }
/// }
/// assert!(Nothing::is_for(StatusCode::NO_CONTENT)); // in `response = OneOf<Report, Nothing>`
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ForStatus: FromResponse {
    /// Whether a response with that status is of this type.
    fn is_for(status: StatusCode) -> bool;
}

/// One of two types, by the status of the response: `S` for the statuses that are its own, `T`, from JSON, for any other 2xx.
///
/// The usual case is an endpoint that does its work at once, with what it made in the body, or says `202 Accepted` and
/// where to ask; a body of that one is in [`Accepted::body`](super::Accepted::body). More than two, or other types, are an
/// enum of yours that is [`FromResponse`].
///
/// ```
/// use graph_endpoint::{Accepted, OneOf, prelude::*};
///
/// /// Create a workbook session: `201 Created` with the session, or, asked to `respond-async`, `202 Accepted`.
/// #[graph_endpoint(POST, "/me/drive/items/{id}/workbook/createSession", response = OneOf<Session, Accepted>)]
/// pub struct CreateSession {
///     id: String,
///     #[graph(header = "Prefer")]
///     prefer: Option<String>,
///     persist_changes: bool,
/// }
///
/// #[graph_type("microsoft.graph.workbookSessionInfo")]
/// pub struct Session {
///     id: String,
/// }
///
/// let response = http::Response::builder().status(202).header("Location", "https://..").body("".into())?;
/// match CreateSession::from_http_response(response)? {
///     OneOf::Usual(session) => panic!("a session at once: {}", session.id),
///     OneOf::ForStatus(accepted) => assert_eq!(accepted.monitor(), Some("https://..")),
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneOf<T, S> {
    /// What any 2xx has in its body that isn't one of `S`'s.
    Usual(T),
    /// What stands for its statuses.
    ForStatus(S),
}

impl<T, S> OneOf<T, S> {
    /// What the body held, if that is what came.
    pub fn usual(self) -> Option<T> {
        match self {
            Self::Usual(value) => Some(value),
            Self::ForStatus(_) => None,
        }
    }

    /// What stands for its statuses, if that is what came.
    pub fn for_status(self) -> Option<S> {
        match self {
            Self::Usual(_) => None,
            Self::ForStatus(value) => Some(value),
        }
    }
}

impl<T: DeserializeOwned, S: ForStatus> FromResponse for OneOf<T, S> {
    fn from_response(response: Response<Bytes>) -> Result<Self, Error> {
        one_of(response, decode_json)
    }
}

impl<T: NumberResponse, S: ForStatus> NumberResponse for OneOf<T, S> {
    fn from_response(response: Response<Bytes>) -> Result<Self, Error> {
        one_of(response, T::from_response)
    }
}

fn one_of<T, S: ForStatus>(
    response: Response<Bytes>,
    usual: impl FnOnce(Response<Bytes>) -> Result<T, Error>,
) -> Result<OneOf<T, S>, Error> {
    if S::is_for(response.status()) {
        S::from_response(response).map(OneOf::ForStatus)
    } else {
        usual(response).map(OneOf::Usual)
    }
}
