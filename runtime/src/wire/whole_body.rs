//! One field as the whole body: JSON, unless its type or the declaration says otherwise.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;

use crate::error::Error;
use crate::wire::body::Body;
use crate::wire::json::{control_information, outgoing};

/// Content that goes out as it is, without JSON around it.
///
/// Implemented for [`Body`], [`Bytes`], `Vec<u8>`, `&[u8]` and what else holds bytes, and for text; a field of such a type
/// is sent raw when its declaration names a content type: `#[graph(body, content_type = "text/html")]`.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(PUT, "/me/onenote/pages/{id}/content")]
/// struct PutPage {
///     id: String,
///     #[graph(body, content_type = "text/html")]
///     html: String,
/// }
///
/// let put = PutPage { id: "1".into(), html: "<p>Hello</p>".into() };
/// let request = put.to_http_request("https://graph.microsoft.com")?;
/// assert_eq!((request.body().len(), request.headers()["content-type"].to_str()?), (12, "text/html"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither bytes nor text",
    note = "a body with a content type is `Bytes`, `Vec<u8>`, a `String` or a `graph_endpoint::Body`; without `content_type` it is sent as JSON"
)]
pub trait RawContent {
    /// The content as a body of that type.
    ///
    /// # Errors
    /// [`Error::is_build`] when `content_type` can't be a header value.
    fn to_body(&self, content_type: &str) -> Result<Body, Error>;
}

impl RawContent for Body {
    /// A `Body` that names a content type keeps its own.
    fn to_body(&self, content_type: &str) -> Result<Body, Error> {
        self.clone().or_content_type(content_type)
    }
}

impl RawContent for Bytes {
    fn to_body(&self, content_type: &str) -> Result<Body, Error> {
        Body::new(content_type, self.clone())
    }
}

macro_rules! copied_content {
    ($($type:ty),*) => {$(
        impl RawContent for $type {
            fn to_body(&self, content_type: &str) -> Result<Body, Error> {
                let bytes: &[u8] = self.as_ref();
                Body::new(content_type, Bytes::copy_from_slice(bytes))
            }
        }
    )*};
}
copied_content!(Vec<u8>, [u8], Box<[u8]>, Arc<[u8]>, Cow<'_, [u8]>, String, str);

impl<const N: usize> RawContent for [u8; N] {
    fn to_body(&self, content_type: &str) -> Result<Body, Error> {
        self.as_slice().to_body(content_type)
    }
}

impl RawContent for Cow<'_, str> {
    fn to_body(&self, content_type: &str) -> Result<Body, Error> {
        (**self).to_body(content_type)
    }
}

impl<T: RawContent + ?Sized> RawContent for &T {
    fn to_body(&self, content_type: &str) -> Result<Body, Error> {
        (**self).to_body(content_type)
    }
}

/// A body with a content type that is not JSON's.
#[doc(hidden)]
pub fn raw_body<T: RawContent>(value: &T, content_type: &str) -> Result<Body, Error> {
    value.to_body(content_type)
}

/// A JSON body with a content type of its own, `application/merge-patch+json` for example.
#[doc(hidden)]
pub fn json_body<T: Serialize>(value: &T, content_type: &str) -> Result<Body, Error> {
    let json = outgoing::to_vec(value).map_err(|_| Error::unwritable("the body"))?;
    Body::new(content_type, control_information::strip(json, &[]))
}

/// What an expansion asks to write a body without a content type: a choice as [`expansion`](crate::expansion) explains.
#[doc(hidden)]
#[derive(Debug)]
pub struct BodyWriter<T>(PhantomData<T>);

impl<T> BodyWriter<T> {
    #[allow(clippy::new_without_default, reason = "named by expansions only")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// Types that are bytes, not lists of numbers.
#[doc(hidden)]
pub trait Octets: RawContent {}
impl Octets for Body {}
impl Octets for Bytes {}
impl Octets for Vec<u8> {}
impl Octets for [u8] {}
impl<const N: usize> Octets for [u8; N] {}
impl Octets for Box<[u8]> {}
impl Octets for Arc<[u8]> {}
impl Octets for Cow<'_, [u8]> {}
impl<T: Octets + ?Sized> Octets for &T {}

#[doc(hidden)]
pub trait WriteOctets<T> {
    fn body(&self, value: &T) -> Result<Body, Error>;
}

impl<T: Octets> WriteOctets<T> for BodyWriter<T> {
    fn body(&self, value: &T) -> Result<Body, Error> {
        value.to_body("application/octet-stream")
    }
}

/// The last to be asked, so its bound stands on the method: a type that is none of these is an error about that type.
#[doc(hidden)]
pub trait WriteJson<T> {
    fn body(&self, value: &T) -> Result<Body, Error>
    where
        T: JsonBody;
}

/// What can be written as a JSON body.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the body of a request",
    label = "neither `Serialize` nor bytes",
    note = "declare it with `#[graph_type]`, or derive `serde::Serialize` for it"
)]
pub trait JsonBody: Serialize {}

impl<T: Serialize> JsonBody for T {}

impl<T> WriteJson<T> for &BodyWriter<T> {
    fn body(&self, value: &T) -> Result<Body, Error>
    where
        T: JsonBody,
    {
        json_body(value, "application/json")
    }
}
