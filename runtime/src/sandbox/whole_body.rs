//! One field as the whole body, read back: by what kind of type the field has.
//!
//! Method resolution picks, as in `to_response.rs`, with `(&&&WholeBody::<T>::new()).read(request)`: [`ReadOctets`] for
//! bytes, [`ReadJson`] for the types that are `Deserialize`, [`ReadNothing`] for the rest.

use std::borrow::Cow;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::malformed;
use super::request_reader::RequestReader;
use crate::body::Body;
use crate::error::Error;
use crate::whole_body::Octets;

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
    fn from_raw_content(content_type: Option<&str>, body: Bytes) -> Result<Self, Error>;
}

impl FromRawContent for Body {
    /// Without a content type it is `application/octet-stream`.
    fn from_raw_content(content_type: Option<&str>, body: Bytes) -> Result<Self, Error> {
        Self::new(content_type.unwrap_or("application/octet-stream"), body)
    }
}

impl FromRawContent for Bytes {
    fn from_raw_content(_: Option<&str>, body: Bytes) -> Result<Self, Error> {
        Ok(body)
    }
}

impl FromRawContent for Vec<u8> {
    fn from_raw_content(_: Option<&str>, body: Bytes) -> Result<Self, Error> {
        Ok(body.into())
    }
}

impl FromRawContent for String {
    fn from_raw_content(_: Option<&str>, body: Bytes) -> Result<Self, Error> {
        Self::from_utf8(body.into()).map_err(|_| malformed("the request's body is not UTF-8"))
    }
}

impl FromRawContent for Cow<'_, str> {
    fn from_raw_content(content_type: Option<&str>, body: Bytes) -> Result<Self, Error> {
        String::from_raw_content(content_type, body).map(Cow::Owned)
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
pub trait ReadOctets<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error>;
}

impl<T: Octets + FromRawContent> ReadOctets<T> for &&WholeBody<T> {
    fn read(&self, request: &RequestReader) -> Result<T, Error> {
        request.raw()
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
