//! From a 2xx response to the value that a declaration promises.
//!
//! A declaration's `response = T` can be any type that is `Deserialize`, and a few that aren't JSON at all. Which, the
//! expansion finds as [`expansion`](crate::expansion) explains: [`Decoder`] has a method for the types that know how to
//! read a response themselves, and [`DecodeJson`] has one of that name for all the others.

use std::marker::PhantomData;

use bytes::{Buf as _, Bytes};
use graph_endpoint_schema::media_type::{is_json, without_bom};
use http::header::CONTENT_TYPE;
use http::{Response, StatusCode};
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Deserializer;
use serde_json::de::StrRead;

use crate::error::{Error, Kind};
use crate::wire::json::number::{Number, Numbers};
use crate::wire::json::repair::repaired;

mod accepted;
mod bare_text;
mod disguised;
mod location;
mod one_of;

use self::bare_text::bare_text;
use self::disguised::declares_error;

pub use self::accepted::Accepted;
#[cfg(feature = "sandbox")]
pub(crate) use self::accepted::OPERATION_LOCATION;
pub(crate) use self::disguised::{is_error, undisguised};
pub(crate) use self::location::url_in;
pub use self::one_of::{ForStatus, OneOf};

/// A type that reads a response itself, instead of being read from its JSON body.
///
/// An endpoint that answers with several types is an enum of yours; where it is two by status, see [`OneOf`].
///
/// ```
/// use graph_endpoint::{FromResponse, json_response, prelude::*};
/// use http::{Response, StatusCode};
///
/// pub enum Followed {
///     All(Page<Site>),
///     /// `207 Multi-Status`
///     Some(Page<Outcome>),
/// }
///
/// impl FromResponse for Followed {
///     fn from_response(response: Response<graph_endpoint::Bytes>) -> Result<Self, Error> {
///         match response.status() {
///             StatusCode::MULTI_STATUS => json_response(response).map(Self::Some),
///             _ => json_response(response).map(Self::All),
///         }
///     }
/// }
///
/// #[graph_endpoint(POST, "/users/{user-id}/followedSites/add", response = Followed)]
/// pub struct FollowSites {
///     user_id: String,
///     value: Vec<Site>,
/// }
///
/// #[graph_type("microsoft.graph.site", lossy)]
/// pub struct Site {
///     id: String,
/// }
///
/// #[graph_type]
/// pub struct Outcome {
///     id: String,
/// }
///
/// let response = Response::builder().status(207).body(r#"{"value":[{"id":"1"}]}"#.into())?;
/// assert!(matches!(FollowSites::from_http_response(response)?, Followed::Some(page) if page.value.len() == 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait FromResponse: Sized {
    /// Reads the response, whose status is 2xx.
    ///
    /// # Errors
    /// [`Error::is_decode`] when the response is not of this type's shape.
    fn from_response(response: Response<Bytes>) -> Result<Self, Error>;
}

impl FromResponse for () {
    /// Any 2xx is success, unless its body is one of Graph's errors.
    fn from_response(response: Response<Bytes>) -> Result<Self, Error> {
        undisguised(response).map(drop)
    }
}

impl FromResponse for Bytes {
    fn from_response(response: Response<Bytes>) -> Result<Self, Error> {
        Ok(response.into_body())
    }
}

/// JSON text; under a `Content-Type` that isn't JSON's, such as that of a `/$value`, the text itself.
impl FromResponse for String {
    fn from_response(response: Response<Bytes>) -> Result<Self, Error> {
        if response.headers().get(CONTENT_TYPE).is_none_or(is_json) {
            return decode_json(response);
        }
        let (head, mut body) = response.into_parts();
        body.advance(body.len() - without_bom(&body).len());
        Self::from_utf8(body.into()).map_err(|error| {
            let source = serde_json::Error::custom(error.utf8_error());
            Error::from_json(&source, Response::from_parts(head, error.into_bytes().into()))
        })
    }
}

/// What an expansion asks to decode a response: the types that know how to read one have a method of their own, which
/// goes before [`DecodeJson`]'s.
#[doc(hidden)]
#[derive(Debug)]
pub struct Decoder<T>(PhantomData<T>);

impl<T> Decoder<T> {
    pub const NEW: Self = Self(PhantomData);
}

impl<T: FromResponse> Decoder<T> {
    pub fn decode(self, response: Response<Bytes>) -> Result<T, Error> {
        T::from_response(response)
    }
}

/// The last to be asked, so its bound stands on the method: a type that is none of these is an error about that type.
#[doc(hidden)]
pub trait DecodeJson<T> {
    fn decode(self, response: Response<Bytes>) -> Result<T, Error>
    where
        T: JsonResponse;
}

/// What can be decoded from a JSON body.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the response of an endpoint",
    label = "neither `Deserialize` nor `FromResponse`",
    note = "declare it with `#[graph_type]`, or derive `serde::Deserialize` for it"
)]
pub trait JsonResponse: DeserializeOwned {}

impl<T: DeserializeOwned> JsonResponse for T {}

impl<T> DecodeJson<T> for Decoder<T> {
    fn decode(self, response: Response<Bytes>) -> Result<T, Error>
    where
        T: JsonResponse,
    {
        decode_json(response)
    }
}

/// Decodes the JSON body of a response, for a [`FromResponse`] of your own. An empty body is `null`.
///
/// ```
/// use graph_endpoint::{Bytes, Error, FromResponse, json_response};
/// use http::Response;
/// use serde_json::Value;
///
/// /// A response with the version of what it holds.
/// struct Versioned(Option<String>, Value);
///
/// impl FromResponse for Versioned {
///     fn from_response(response: Response<Bytes>) -> Result<Self, Error> {
///         let etag = response.headers().get("etag").and_then(|etag| etag.to_str().ok()).map(str::to_owned);
///         Ok(Self(etag, json_response(response)?))
///     }
/// }
///
/// let response = Response::builder().header("etag", "\"1\"").body(r#"{"id": "1"}"#.into())?;
/// let Versioned(etag, value) = Versioned::from_response(response)?;
/// assert_eq!((etag.as_deref(), value["id"].as_str()), (Some("\"1\""), Some("1")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::is_decode`], with the JSON path, when the body is of another shape. A body that is nothing but one of Graph's
/// errors, `{"error": {"code": ".."}}`, is that error in spite of the status, unless `T` has a property `error`.
pub fn json_response<T: DeserializeOwned>(response: Response<Bytes>) -> Result<T, Error> {
    decode_json(response)
}

/// What an expansion calls for a response that is a number, or holds numbers: they can come as text.
#[doc(hidden)]
pub fn number_response<T: NumberResponse>(response: Response<Bytes>) -> Result<T, Error> {
    T::from_response(response)
}

/// A response that is a number, or holds numbers.
#[doc(hidden)]
pub trait NumberResponse: Sized {
    /// Reads the response, whose status is 2xx.
    fn from_response(response: Response<Bytes>) -> Result<Self, Error>;
}

impl<T: Numbers> NumberResponse for T {
    fn from_response(response: Response<Bytes>) -> Result<Self, Error> {
        decode_json::<Number<T>>(response).map(|number| number.0)
    }
}

/// Decodes a JSON body; an error names the JSON path.
///
/// Everything that reads a declared type reads it from text, so that its code is compiled once; what surrounds the reading
/// is compiled once for all types.
pub(crate) fn decode_json<T: DeserializeOwned>(response: Response<Bytes>) -> Result<T, Error> {
    let mut value = None;
    read_json(response, &mut |text| match T::deserialize(text) {
        Ok(read) => {
            value = Some(read);
            Ok(())
        }
        Err(error) => Err(error),
    })?;
    match value {
        Some(value) => Ok(value),
        None => Err(unread()),
    }
}

/// Reads a text as a type and puts the value where it belongs.
type ReadValue<'r> = dyn FnMut(&mut Deserializer<StrRead<'_>>) -> Result<(), serde_json::Error> + 'r;

/// The same with a text that is whole.
type ReadText<'r> = dyn FnMut(&str) -> Result<(), serde_json::Error> + 'r;

#[cold]
fn unread() -> Error {
    Error::new(Kind::Decode, "the response's body was not read")
}

/// Has a response's body read, or what it stands for.
fn read_json(response: Response<Bytes>, read: &mut ReadValue<'_>) -> Result<(), Error> {
    read_texts(response, &mut |text| {
        let mut text = Deserializer::from_str(text);
        read(&mut text)?;
        text.end()
    })
}

fn read_texts(response: Response<Bytes>, read: &mut ReadText<'_>) -> Result<(), Error> {
    let body = response.body();
    let outcome = match text(body) {
        Ok(text) => read(text),
        Err(source) => Err(source),
    };
    match outcome {
        Ok(()) if is_error(body) => read_error(response, read),
        Ok(()) => Ok(()),
        Err(source) => read_mended(response, &source, read),
    }
}

/// The text of a body. One look at all of it is cheaper than one at each string in it.
fn text(body: &[u8]) -> Result<&str, serde_json::Error> {
    // Some services write a byte order mark.
    str::from_utf8(without_bom(body)).map_err(serde_json::Error::custom)
}

/// What was read is one of Graph's errors, unless the type has an `error` of its own.
#[cold]
fn read_error(response: Response<Bytes>, read: &mut ReadText<'_>) -> Result<(), Error> {
    if !declares_error(read) {
        return Err(Error::from_response(response));
    }
    // To find that out, other texts were read.
    text(response.body()).and_then(read).map_err(|source| undecodable(&source, response))
}

#[cold]
fn read_mended(
    response: Response<Bytes>,
    source: &serde_json::Error,
    read: &mut ReadText<'_>,
) -> Result<(), Error> {
    // `Option<T>` is the response of an endpoint that answers now with a body, now with 204.
    if is_blank(response.body()) {
        return read("null").map_err(|_| undecodable(source, response));
    }
    if let Some(text) = bare_text(&response)
        && read(&text).is_ok()
    {
        return Ok(());
    }
    match repaired(response.body()) {
        Some(body) => read_texts(response.map(|_| body.into()), read),
        None => Err(undecodable(source, response)),
    }
}

fn is_blank(body: &[u8]) -> bool {
    without_bom(body).trim_ascii().is_empty()
}

/// What is wrong with a response that is not of its declared type.
#[cold]
fn undecodable(source: &serde_json::Error, response: Response<Bytes>) -> Error {
    if is_error(response.body()) {
        return Error::from_response(response);
    }
    let (status, blank) = (response.status(), is_blank(response.body()));
    let error = Error::from_json(source, response);
    let meaning = match status {
        StatusCode::ACCEPTED => {
            "202 Accepted: the service has taken the request and carries it out; an endpoint with `response = OneOf<T, \
             Accepted>` takes such a response, one with `Option<T>` where it has no body"
        }
        _ if !blank => return error,
        StatusCode::NO_CONTENT => {
            "204 No Content: the request was carried out, with any change that it makes; an endpoint with `response = \
             Option<T>` takes such a response"
        }
        _ => {
            "the request was carried out, with any change that it makes; an endpoint with `response = Option<T>` takes \
             such a response"
        }
    };
    let problem = format!("{}; {meaning}", error.problem());
    error.named(Kind::Decode, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_body_is_none_and_nothing_else() {
        let empty = || Response::new(Bytes::new());
        assert_eq!(decode_json::<Option<u32>>(empty()).unwrap(), None);
        assert!(decode_json::<u32>(empty()).unwrap_err().is_decode());
    }
}
