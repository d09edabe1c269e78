//! A stream held to the length that was declared for it, and to its own errors: a request whose body has another length, or
//! breaks off, never completes.
//!
//! `Content-Length` goes out before the first byte, and HTTP stops reading where it ends: without this what is longer
//! would be cut, and the service would take it for the whole. <https://www.rfc-editor.org/rfc/rfc9110#section-8.6>

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use crate::error::{Error, Kind};

/// Pieces of a body, in order.
pub(crate) type ByteStream = Pin<Box<dyn futures_core::Stream<Item = io::Result<Bytes>> + Send>>;

/// What was wrong with the stream, for whoever waits for the response: the connection's error need not say it.
#[derive(Clone, Default)]
pub(super) struct Fault(Arc<Mutex<Option<Problem>>>);

enum Problem {
    Longer,
    Shorter,
    /// It could not be read.
    Broken(io::Error),
}

impl Fault {
    pub(super) fn clear(&self) {
        *self.lock() = None;
    }

    pub(super) fn error(&self) -> Option<Error> {
        let length = |problem| {
            let problem = format!(
                "the body's stream is {problem} than its declared length; declare the right one, or none"
            );
            Error::new(Kind::Io, problem)
        };
        Some(match self.lock().take()? {
            Problem::Longer => length("longer"),
            Problem::Shorter => length("shorter"),
            Problem::Broken(source) => {
                Error::new(Kind::Io, "the body's stream can't be read").with_source(source)
            }
        })
    }

    /// Keeps it, and gives what ends the request.
    fn set(&self, problem: Problem) -> io::Error {
        *self.lock() = Some(problem);
        io::Error::new(io::ErrorKind::InvalidData, "the body's stream is not what was declared")
    }

    fn lock(&self) -> MutexGuard<'_, Option<Problem>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands out the last piece only once the stream has ended where it should.
pub(super) struct Declared {
    stream: ByteStream,
    /// `None` where no length was declared.
    left: Option<u64>,
    last: Option<Bytes>,
    fault: Fault,
}

impl Declared {
    pub(super) fn new(stream: ByteStream, length: Option<u64>, fault: Fault) -> Self {
        Self { stream, left: length, last: None, fault }
    }
}

impl futures_core::Stream for Declared {
    type Item = io::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            let piece = match ready!(this.stream.as_mut().poll_next(context)) {
                Some(Ok(piece)) => piece,
                Some(Err(error)) => {
                    return Poll::Ready(Some(Err(this.fault.set(Problem::Broken(error)))));
                }
                None if this.left.is_some_and(|left| left > 0) => {
                    return Poll::Ready(Some(Err(this.fault.set(Problem::Shorter))));
                }
                None => return Poll::Ready(this.last.take().map(Ok)),
            };
            let Some(left) = &mut this.left else { return Poll::Ready(Some(Ok(piece))) };
            let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
            match left.checked_sub(length) {
                None => {
                    this.last = None;
                    return Poll::Ready(Some(Err(this.fault.set(Problem::Longer))));
                }
                Some(_) if length == 0 => {}
                Some(0) => {
                    *left = 0;
                    this.last = Some(piece);
                }
                Some(rest) => {
                    *left = rest;
                    return Poll::Ready(Some(Ok(piece)));
                }
            }
        }
    }
}
