//! `multipart/form-data`, read back. The parser is multer's: its streams are never pending over bytes that are all there.

use bytes::Bytes;
use futures_util::FutureExt as _;
use http::header::CONTENT_TYPE;

use super::{FromRawContent, malformed};
use crate::error::Error;
use crate::wire::multipart::Multipart;

impl FromRawContent for Multipart {
    /// Reads the parts; one without a content type is `text/plain`, as RFC 7578 has it.
    ///
    /// # Errors
    /// [`Error::is_decode`] when the content type has no boundary, when a part has no name, or when the last boundary
    /// is missing.
    fn from_raw_content(content_type: Option<&str>, body: Bytes) -> Result<Self, Error> {
        let boundary = multer::parse_boundary(content_type.unwrap_or_default()).map_err(|_| {
            malformed("the request's Content-Type is not multipart/form-data with a boundary")
        })?;
        let read = async move {
            let stream = futures_util::stream::once(async move { Ok::<_, std::convert::Infallible>(body) });
            let mut fields = multer::Multipart::new(stream, boundary);
            let mut multipart = Self::new();
            while let Some(field) = fields.next_field().await.map_err(broken)? {
                let name =
                    field.name().ok_or_else(|| malformed("a part of the request's body has no name"))?;
                let name = name.to_owned();
                let content_type =
                    field.headers().get(CONTENT_TYPE).map_or(Ok("text/plain"), |value| value.to_str());
                let content_type = content_type
                    .map_err(|_| malformed("the content type of a part of the request's body is not text"))?
                    .to_owned();
                multipart = multipart.part(name, content_type, field.bytes().await.map_err(broken)?);
            }
            Ok(multipart)
        };
        read.now_or_never().unwrap_or_else(|| Err(malformed("the request's body ends within a part")))
    }
}

/// multer's words quote what came.
fn broken(_: multer::Error) -> Error {
    malformed("the request's body is not multipart/form-data with the boundary of its Content-Type")
}
