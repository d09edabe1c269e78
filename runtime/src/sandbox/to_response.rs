//! From a typed value to a response: the mirror image of `response.rs`.
//!
//! Which way a type goes the expansion finds as [`expansion`](crate::expansion) explains: [`EncodeSpecial`] is for the
//! types that know how to write themselves, [`EncodeJson`] for the ones that are `Serialize`, and [`EncodeNothing`] for
//! all the rest, so that switching the feature on breaks no declaration.

use std::marker::PhantomData;

use bytes::Bytes;
use http::header::{CONTENT_LOCATION, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::error::Error;
use crate::wire::json::outgoing;
use crate::wire::response::{Accepted, OPERATION_LOCATION, OneOf};

/// A type that writes a response itself, instead of being written as its JSON body.
///
/// The reverse of [`FromResponse`](crate::FromResponse).
///
/// ```
/// use bytes::Bytes;
/// use graph_endpoint::Error;
/// use graph_endpoint::sandbox::ToResponse;
/// use http::Response;
///
/// struct PlainText(String);
///
/// impl ToResponse for PlainText {
///     fn to_response(&self) -> Result<Response<Bytes>, Error> {
///         let mut response = Response::new(Bytes::from(self.0.clone()));
///         response.headers_mut().insert("content-type", http::HeaderValue::from_static("text/plain"));
///         Ok(response)
///     }
/// }
/// assert_eq!(PlainText("5".into()).to_response()?.body(), "5");
/// # Ok::<(), Error>(())
/// ```
pub trait ToResponse {
    /// Writes the response.
    ///
    /// # Errors
    /// When the value can't be written.
    fn to_response(&self) -> Result<Response<Bytes>, Error>;
}

impl ToResponse for () {
    /// `204 No Content`.
    fn to_response(&self) -> Result<Response<Bytes>, Error> {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::NO_CONTENT;
        Ok(response)
    }
}

impl ToResponse for Bytes {
    /// `200 OK` with the bytes as they are.
    fn to_response(&self) -> Result<Response<Bytes>, Error> {
        Ok(with_body(self.clone(), "application/octet-stream"))
    }
}

impl ToResponse for Accepted {
    /// `202 Accepted` with its headers, and its body as JSON if there is one.
    fn to_response(&self) -> Result<Response<Bytes>, Error> {
        let mut response = Response::new(self.body.clone());
        *response.status_mut() = StatusCode::ACCEPTED;
        if !self.body.is_empty() {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        let wait =
            self.retry_after.map(|wait| (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).to_string());
        for (name, text) in [
            (LOCATION, &self.location),
            (OPERATION_LOCATION, &self.operation_location),
            (CONTENT_LOCATION, &self.content_location),
            (RETRY_AFTER, &wait),
        ] {
            if let Some(text) = text {
                let value = HeaderValue::from_str(text)
                    .map_err(|_| Error::build(format!("the value for the header `{name}` can't be one")))?;
                response.headers_mut().insert(name, value);
            }
        }
        Ok(response)
    }
}

impl<T: Serialize, S: ToResponse> ToResponse for OneOf<T, S> {
    /// `200 OK` with JSON, `204 No Content` for what is `null`, or the response of the type that stands for its status.
    fn to_response(&self) -> Result<Response<Bytes>, Error> {
        match self {
            Self::Usual(value) => {
                let response = json(value)?;
                if response.body() == "null" { ().to_response() } else { Ok(response) }
            }
            Self::ForStatus(value) => value.to_response(),
        }
    }
}

/// What an expansion asks to encode a response.
#[doc(hidden)]
#[derive(Debug)]
pub struct Encoder<T>(PhantomData<T>);

impl<T> Encoder<T> {
    #[allow(clippy::new_without_default, reason = "named by expansions only")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

#[doc(hidden)]
pub trait EncodeSpecial<T> {
    fn encode(&self, value: &T) -> Result<Response<Bytes>, Error>;
}

impl<T: ToResponse> EncodeSpecial<T> for &&Encoder<T> {
    fn encode(&self, value: &T) -> Result<Response<Bytes>, Error> {
        value.to_response()
    }
}

#[doc(hidden)]
pub trait EncodeJson<T> {
    fn encode(&self, value: &T) -> Result<Response<Bytes>, Error>;
}

impl<T: Serialize> EncodeJson<T> for &Encoder<T> {
    fn encode(&self, value: &T) -> Result<Response<Bytes>, Error> {
        json(value)
    }
}

#[doc(hidden)]
pub trait EncodeNothing<T> {
    fn encode(&self, value: &T) -> Result<Response<Bytes>, Error>;
}

impl<T> EncodeNothing<T> for Encoder<T> {
    fn encode(&self, _: &T) -> Result<Response<Bytes>, Error> {
        let name = std::any::type_name::<T>();
        Err(Error::build(format!(
            "the response type `{name}` can only be read; make it `Serialize` to send it"
        )))
    }
}

fn json<T: Serialize>(value: &T) -> Result<Response<Bytes>, Error> {
    let json = outgoing::to_vec(value).map_err(|_| Error::unwritable("the response"))?;
    Ok(with_body(Bytes::from(json), "application/json"))
}

fn with_body(body: Bytes, content_type: &'static str) -> Response<Bytes> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
