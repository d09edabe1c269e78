//! A body that is read while it is sent, so that a gigabyte needs no gigabyte of memory.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::declared::{ByteStream, Declared, Fault};
use super::{Body, Content, media_type};
use crate::error::{Error, Kind};

/// A body that is opened when it is sent.
#[derive(Clone)]
pub(crate) struct Stream {
    length: Option<u64>,
    source: Source,
    fault: Fault,
}

#[derive(Clone)]
enum Source {
    /// Gone after the first reading.
    Once(Arc<Mutex<Option<ByteStream>>>),
    /// Opened anew for each attempt.
    Replay(Arc<dyn Fn() -> ByteStream + Send + Sync>),
}

impl Stream {
    /// How many bytes there are, if that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    /// Whether it can be read from its start once more.
    pub(crate) fn can_rewind(&self) -> bool {
        matches!(self.source, Source::Replay(_))
    }

    /// From the start. It ends in an error where it can't be read, or where its length is another than the declared one, and
    /// [`fault`](Self::fault) says so.
    ///
    /// # Errors
    /// When it was read before and can't be rewound.
    pub(crate) fn open(&self) -> Result<ByteStream, Error> {
        let stream = match &self.source {
            Source::Replay(open) => open(),
            Source::Once(stream) => {
                stream.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or_else(|| {
                    Error::build("the body is a stream that was already sent; it can't be read again")
                })?
            }
        };
        self.fault.clear();
        Ok(Box::pin(Declared::new(stream, self.length, self.fault.clone())))
    }

    /// What is wrong with the stream or its declared length, as far as it has been read: said once.
    pub(crate) fn fault(&self) -> Option<Error> {
        self.fault.error()
    }

    /// Sees to it that a stream that is declared to be empty is: nothing is sent of it.
    ///
    /// # Errors
    /// When it isn't, or can't be read.
    pub(crate) async fn check_if_empty(&self) -> Result<(), Error> {
        if self.length != Some(0) {
            return Ok(());
        }
        let mut stream = self.open()?;
        match std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await {
            Some(Err(source)) => Err(self.fault().unwrap_or_else(|| {
                Error::new(Kind::Io, "the body's stream can't be read").with_source(source)
            })),
            Some(Ok(_)) | None => Ok(()),
        }
    }
}

impl Body {
    /// A stream that `open` begins anew for each attempt, so that a call that is throttled or cut can be sent again.
    ///
    /// With a `length` (in bytes) it goes out with a `Content-Length`, else chunked; OneDrive and Outlook ask for a length.
    /// A stream that has more or fewer bytes makes the call fail, [`Error::is_io`]: its last piece is not sent before it
    /// has ended, so that the service never takes a part for the whole.
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
        let source = Source::Replay(Arc::new(move || Box::pin(open()) as ByteStream));
        Self::of_stream(content_type, length.into(), source)
    }

    /// A stream that can be read only once: the call is never sent a second time.
    ///
    /// With a `length` (in bytes) it goes out with a `Content-Length`, else chunked; another length than that makes the
    /// call fail, as with [`stream`](Self::stream).
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
        Self::of_stream(content_type, length.into(), source)
    }

    fn of_stream(content_type: &str, length: Option<u64>, source: Source) -> Result<Self, Error> {
        Ok(Self {
            content: Content::Stream(Stream { length, source, fault: Fault::default() }),
            content_type: Some(media_type(content_type)?),
        })
    }

    /// The stream, if it is one.
    pub(crate) fn streamed(&self) -> Option<Stream> {
        match &self.content {
            Content::Stream(stream) => Some(stream.clone()),
            Content::Empty | Content::Bytes(_) => None,
        }
    }

    /// Whether the body can be sent a second time.
    pub(crate) fn can_rewind(&self) -> bool {
        match &self.content {
            Content::Stream(stream) => stream.can_rewind(),
            Content::Empty | Content::Bytes(_) => true,
        }
    }
}
