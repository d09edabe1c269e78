//! A body that is read while it is sent, so that a gigabyte needs no gigabyte of memory.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::{Body, Content, media_type};
use crate::error::Error;

/// Pieces of a body, in order.
pub(crate) type ByteStream = Pin<Box<dyn futures_core::Stream<Item = io::Result<Bytes>> + Send>>;

/// A body that is opened when it is sent.
#[derive(Clone)]
pub(crate) struct Stream {
    length: Option<u64>,
    source: Source,
}

#[derive(Clone)]
enum Source {
    /// Gone after the first reading.
    Once(Arc<Mutex<Option<ByteStream>>>),
    /// Opened anew for each attempt.
    Again(Arc<dyn Fn() -> ByteStream + Send + Sync>),
}

impl Stream {
    /// How many bytes there are, if that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    /// Whether it can be read from its start once more.
    pub(crate) fn can_rewind(&self) -> bool {
        matches!(self.source, Source::Again(_))
    }

    /// From the start.
    ///
    /// # Errors
    /// When it was read before and can't be rewound.
    pub(crate) fn open(&self) -> Result<ByteStream, Error> {
        match &self.source {
            Source::Again(open) => Ok(open()),
            Source::Once(stream) => {
                stream.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or_else(|| {
                    Error::build("the body is a stream that was already sent; it can't be read again")
                })
            }
        }
    }
}

impl Body {
    /// A stream that `open` begins anew for each attempt, so that a call that is throttled or cut can be sent again.
    ///
    /// With a `length` (in bytes) it goes out with a `Content-Length`, else chunked; OneDrive and Outlook ask for a length.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use graph_endpoint::Body;
    ///
    /// let pieces: [&'static [u8]; 2] = [b"first,", b"second"];
    /// let body = Body::stream("text/csv", Some(12), move || {
    ///     futures_util::stream::iter(pieces.map(|piece| Ok(Bytes::from_static(piece))))
    /// })?;
    /// # Ok::<(), graph_endpoint::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::is_build`] when `content_type` can't be a header value.
    pub fn stream<S>(
        content_type: &str,
        length: impl Into<Option<u64>>,
        open: impl Fn() -> S + Send + Sync + 'static,
    ) -> Result<Self, Error>
    where
        S: futures_core::Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        let source = Source::Again(Arc::new(move || Box::pin(open()) as ByteStream));
        Self::streamed(content_type, length.into(), source)
    }

    /// A stream that can be read only once: the call is never sent a second time.
    ///
    /// With a `length` (in bytes) it goes out with a `Content-Length`, else chunked.
    ///
    /// # Errors
    /// [`Error::is_build`] when `content_type` can't be a header value.
    pub fn stream_once<S>(
        content_type: &str,
        length: impl Into<Option<u64>>,
        stream: S,
    ) -> Result<Self, Error>
    where
        S: futures_core::Stream<Item = io::Result<Bytes>> + Send + 'static,
    {
        let source = Source::Once(Arc::new(Mutex::new(Some(Box::pin(stream)))));
        Self::streamed(content_type, length.into(), source)
    }

    fn streamed(content_type: &str, length: Option<u64>, source: Source) -> Result<Self, Error> {
        Ok(Self {
            content: Content::Stream(Stream { length, source }),
            content_type: Some(media_type(content_type)?),
        })
    }

    /// Whether the body can be sent a second time.
    pub(crate) fn can_rewind(&self) -> bool {
        match &self.content {
            Content::Stream(stream) => stream.can_rewind(),
            Content::Empty | Content::Bytes(_) => true,
        }
    }
}
