//! Bodies that are read as they came, without JSON around them.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;

use super::malformed;
use crate::error::Error;
use crate::wire::body::Body;

/// Content that came as it is, without JSON around it: the reverse of [`RawContent`](crate::RawContent).
///
/// ```
/// use graph_endpoint::Bytes;
/// use graph_endpoint::sandbox::FromRawContent;
///
/// let text = String::from_raw_content(Some("text/plain"), Bytes::from("Hello"))?;
/// assert_eq!(text, "Hello");
/// assert!(String::from_raw_content(None, Bytes::from_static(&[0xff])).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

macro_rules! bytes {
    ($($type:ty),*) => {$(
        impl FromRawContent for $type {
            fn from_raw_content(_: Option<&str>, body: Bytes) -> Result<Self, Error> {
                Ok(Vec::from(body).into())
            }
        }
    )*};
}
bytes!(Box<[u8]>, Arc<[u8]>, Cow<'_, [u8]>);

impl<const N: usize> FromRawContent for [u8; N] {
    fn from_raw_content(_: Option<&str>, body: Bytes) -> Result<Self, Error> {
        let wrong = |_| malformed(format!("the request's body is not of {N} bytes"));
        <[u8; N]>::try_from(&*body).map_err(wrong)
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
