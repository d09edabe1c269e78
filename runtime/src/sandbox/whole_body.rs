//! One field as the whole body, read back: by what kind of type the field has.
//!
//! Method resolution picks, as in `to_response.rs`, with `(&&&WholeBody::<T>::new()).read(request)`: [`ReadSpecial`] for the types that take a body as it is,
//! [`ReadJson`] for the ones that are `Deserialize`, [`ReadNothing`] for the rest.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::malformed;
use super::request_reader::RequestReader;
use crate::body::Body;
use crate::error::Error;

/// A type that is read from the whole body of a request as it is, instead of from JSON.
pub trait FromBody: Sized {
    /// Reads the body; `content_type` is the request's, if it has one.
    ///
    /// # Errors
    /// [`Error::is_decode`] when the body is not of this type's shape.
    fn from_body(content_type: Option<&str>, body: Bytes) -> Result<Self, Error>;
}

impl FromBody for Bytes {
    fn from_body(_: Option<&str>, body: Bytes) -> Result<Self, Error> {
        Ok(body)
    }
}

impl FromBody for Vec<u8> {
    fn from_body(_: Option<&str>, body: Bytes) -> Result<Self, Error> {
        Ok(body.into())
    }
}

impl FromBody for Body {
    fn from_body(content_type: Option<&str>, body: Bytes) -> Result<Self, Error> {
        Self::new(content_type.unwrap_or("application/octet-stream"), body)
    }
}

/// Content that came as it is, without JSON around it: the reverse of [`RawContent`](crate::RawContent).
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from bytes",
    note = "a body with a content type is `Bytes`, `Vec<u8>`, a `String` or a `graph_endpoint::Body`"
)]
pub trait FromRawContent: Sized {
    /// Reads the body; `content_type` is the request's, if it has one.
    ///
    /// # Errors
    /// [`Error::is_decode`] when the bytes are no text and text was asked for.
    fn from_raw_content(content: (Option<&str>, Bytes)) -> Result<Self, Error>;
}

impl FromRawContent for Body {
    fn from_raw_content((content_type, body): (Option<&str>, Bytes)) -> Result<Self, Error> {
        Self::from_body(content_type, body)
    }
}

impl FromRawContent for Bytes {
    fn from_raw_content((_, body): (Option<&str>, Bytes)) -> Result<Self, Error> {
        Ok(body)
    }
}

impl FromRawContent for Vec<u8> {
    fn from_raw_content((_, body): (Option<&str>, Bytes)) -> Result<Self, Error> {
        Ok(body.into())
    }
}

impl FromRawContent for String {
    fn from_raw_content((_, body): (Option<&str>, Bytes)) -> Result<Self, Error> {
        Self::from_utf8(body.into()).map_err(|_| malformed("the request's body is not UTF-8"))
    }
}

/// What an expansion asks to read a whole body.
#[doc(hidden)]
#[derive(Debug)]
pub struct WholeBody<T>(PhantomData<T>);

impl<T> WholeBody<T> {
    #[allow(clippy::new_without_default, reason = "named by expansions only")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

#[doc(hidden)]
pub trait ReadSpecial<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error>;
}

impl<T: FromBody> ReadSpecial<T> for &&WholeBody<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error> {
        T::from_body(request.content_type(), request.body())
    }
}

#[doc(hidden)]
pub trait ReadJson<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error>;
}

impl<T: DeserializeOwned> ReadJson<T> for &WholeBody<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error> {
        request.json()
    }
}

#[doc(hidden)]
pub trait ReadNothing<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error>;
}

impl<T> ReadNothing<T> for WholeBody<T> {
    fn read(&self, _: &RequestReader) -> Result<T, Error> {
        let name = std::any::type_name::<T>();
        Err(malformed(format!(
            "the body type `{name}` can only be written; make it `Deserialize` to read it"
        )))
    }
}
