//! The body of a request: nothing, bytes with a content type, or a stream of them.

use bytes::Bytes;
use http::HeaderValue;

use crate::error::Error;

/// The body of a request.
#[derive(Clone, Default)]
pub struct Body {
    bytes: Option<Bytes>,
    content_type: Option<HeaderValue>,
}

impl Body {
    /// No body.
    pub(crate) fn empty() -> Self {
        Self::default()
    }

    pub(crate) fn from_json(json: Vec<u8>) -> Self {
        Self {
            bytes: Some(Bytes::from(json)),
            content_type: Some(HeaderValue::from_static("application/json")),
        }
    }

    /// Bytes of a media type of your choice.
    ///
    /// # Errors
    /// [`Error::is_build`] when `content_type` can't be a header value.
    pub fn new(content_type: &str, bytes: impl Into<Bytes>) -> Result<Self, Error> {
        let content_type = HeaderValue::from_str(content_type)
            .map_err(|source| Error::build("the content type can't be a header value").with_source(source))?;
        Ok(Self { bytes: Some(bytes.into()), content_type: Some(content_type) })
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

    pub(crate) fn into_bytes(self) -> Result<Bytes, Error> {
        Ok(self.bytes.unwrap_or_default())
    }
}
