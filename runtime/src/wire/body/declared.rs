//! A stream held to the length that was declared for it: a request whose body has another one never completes.
//!
//! `Content-Length` goes out before the first byte, and HTTP stops reading where it ends: without this what is longer
//! would be cut, and the service would take it for the whole. <https://www.rfc-editor.org/rfc/rfc9110#section-8.6>

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use crate::error::{Error, Kind};

/// Pieces of a body, in order.
pub(crate) type ByteStream = Pin<Box<dyn futures_core::Stream<Item = io::Result<Bytes>> + Send>>;

/// What was wrong with the length, for whoever waits for the response: the connection's error need not say it.
#[derive(Clone, Default)]
pub(super) struct Mismatch(Arc<AtomicU8>);

const LONGER: u8 = 1;
const SHORTER: u8 = 2;

impl Mismatch {
    pub(super) fn clear(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    pub(super) fn error(&self) -> Option<Error> {
        let problem = match self.0.load(Ordering::Relaxed) {
            LONGER => "longer",
            SHORTER => "shorter",
            _ => return None,
        };
        let problem = format!(
            "the body's stream is {problem} than its declared length; declare the right one, or none"
        );
        Some(Error::new(Kind::Io, problem))
    }

    fn set(&self, problem: u8) -> io::Error {
        self.0.store(problem, Ordering::Relaxed);
        io::Error::new(io::ErrorKind::InvalidData, "the stream is not of its declared length")
    }
}

/// Hands out the last piece only once the stream has ended where it should.
pub(super) struct Declared {
    stream: ByteStream,
    left: u64,
    last: Option<Bytes>,
    mismatch: Mismatch,
}

impl Declared {
    pub(super) fn new(stream: ByteStream, length: u64, mismatch: Mismatch) -> Self {
        Self { stream, left: length, last: None, mismatch }
    }
}

impl futures_core::Stream for Declared {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            let piece = match ready!(this.stream.as_mut().poll_next(context)) {
                Some(Ok(piece)) => piece,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if this.left > 0 => return Poll::Ready(Some(Err(this.mismatch.set(SHORTER)))),
                None => return Poll::Ready(this.last.take().map(Ok)),
            };
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            match this.left.checked_sub(length) {
                None => {
                    this.last = None;
                    return Poll::Ready(Some(Err(this.mismatch.set(LONGER))));
                }
                Some(_) if length == 0 => {}
                Some(0) => {
                    this.left = 0;
                    this.last = Some(piece);
                }
                Some(left) => {
                    this.left = left;
                    return Poll::Ready(Some(Ok(piece)));
                }
            }
        }
    }
}
