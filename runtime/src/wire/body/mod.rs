//! The body of a request: nothing, bytes with a content type, or a stream of them.

use bytes::Bytes;
use http::HeaderValue;

use crate::error::Error;

#[cfg(feature = "client")]
mod declared;
#[cfg(feature = "client")]
mod stream;

#[cfg(feature = "client")]
pub(crate) use self::stream::Stream;

/// The body of a request.
///
/// A clone of a stream that can be read only once shares that one reading.
///
/// ```
/// use graph_endpoint::{Body, prelude::*};
///
/// #[graph_endpoint(PUT, "/me/photo/$value")]
/// struct PutPhoto {
///     #[graph(body)]
///     photo: Body, // bytes with their type; `Body::stream` for what doesn't fit into memory
/// }
///
/// let request = PutPhoto { photo: Body::new("image/jpeg", vec![0xff, 0xd8])? }.to_http_request("https://graph.microsoft.com")?;
/// assert_eq!(request.headers()["content-type"], "image/jpeg");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Body {
    content: Content,
    content_type: Option<HeaderValue>,
}

#[derive(Clone, Default)]
pub(crate) enum Content {
    #[default]
    Empty,
    Bytes(Bytes),
    #[cfg(feature = "client")]
    Stream(Stream),
}

impl Body {
    /// No body.
    pub(crate) fn empty() -> Self {
        Self::default()
    }

    pub(crate) fn from_json(json: Vec<u8>) -> Self {
        Self {
            content: Content::Bytes(Bytes::from(json)),
            content_type: Some(HeaderValue::from_static("application/json")),
        }
    }

    /// Bytes of a media type of your choice.
    ///
    /// # Errors
    /// [`Error::is_build`] when `content_type` can't be a header value.
    pub fn new(content_type: &str, bytes: impl Into<Bytes>) -> Result<Self, Error> {
        Ok(Self { content: Content::Bytes(bytes.into()), content_type: Some(media_type(content_type)?) })
    }

    /// Gives the body a content type if it has none.
    pub(crate) fn or_content_type(mut self, content_type: &str) -> Result<Self, Error> {
        if self.content_type.is_none() {
            let value = HeaderValue::from_str(content_type).map_err(|source| {
                Error::build("the content type can't be a header value").with_source(source)
            })?;
            self.content_type = Some(value);
        }
        Ok(self)
    }

    pub(crate) fn content_type(&self) -> Option<HeaderValue> {
        self.content_type.clone()
    }

    #[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only the client looks into a body"))]
    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    pub(crate) fn into_bytes(self) -> Result<Bytes, Error> {
        match self.content {
            Content::Empty => Ok(Bytes::new()),
            Content::Bytes(bytes) => Ok(bytes),
            #[cfg(feature = "client")]
            Content::Stream(_) => Err(Error::build("the body is a stream, which only a client can send")),
        }
    }
}

fn media_type(content_type: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(content_type)
        .map_err(|source| Error::build("the content type can't be a header value").with_source(source))
}

impl std::fmt::Debug for Body {
    /// Shows the kind, never the content.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.content {
            Content::Empty => "Body(empty)",
            Content::Bytes(_) => "Body(bytes)",
            #[cfg(feature = "client")]
            Content::Stream(_) => "Body(stream)",
        })
    }
}
