//! A download as a stream of its bytes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::downloaded::Downloaded;
use super::fetch::Fetch;
use crate::error::Error;

/// The bytes of a [`Download`](super::Download), as they come; [`downloaded`](Self::downloaded) is there behind the last.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt as _;
/// use graph_endpoint::Bytes;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/me/drive/items/{id}/content", response = Bytes)]
/// struct GetContent {
///     id: String,
/// }
/// # let sandbox = Sandbox::builder().on_download(|_: GetContent| async { Ok("a file") }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// let content = GetContent { id: "1".into() };
/// let mut pieces = client.download(&content).into_stream();
/// let mut length = 0;
/// while let Some(piece) = pieces.try_next().await? {
///     length += piece.len();
/// }
/// assert_eq!(length, 6);
/// assert!(pieces.downloaded().is_some_and(|done| done.length() == 6));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct DownloadStream {
    state: State,
}

type Step = Pin<Box<dyn Future<Output = (Box<Fetch>, Result<Option<Bytes>, Error>)> + Send>>;

enum State {
    Waiting(Result<Box<Fetch>, Error>),
    InFlight(Step),
    /// With what there is to say of it, unless it was an error.
    Done(Option<Box<Downloaded>>),
}

impl DownloadStream {
    #[inline]
    pub(super) fn new(fetch: Result<Fetch, Error>) -> Self {
        Self { state: State::Waiting(fetch.map(Box::new)) }
    }

    /// What came, once the stream has ended, and not by an error.
    pub fn downloaded(&self) -> Option<&Downloaded> {
        match &self.state {
            State::Done(downloaded) => downloaded.as_deref(),
            State::Waiting(_) | State::InFlight(_) => None,
        }
    }
}

impl Stream for DownloadStream {
    type Item = Result<Bytes, Error>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done(None)) {
                State::Done(downloaded) => {
                    self.state = State::Done(downloaded);
                    return Poll::Ready(None);
                }
                State::Waiting(Err(error)) => return Poll::Ready(Some(Err(error))),
                State::Waiting(Ok(mut fetch)) => {
                    self.state = State::InFlight(Box::pin(async move {
                        let piece = fetch.next().await;
                        (fetch, piece)
                    }));
                }
                State::InFlight(mut step) => {
                    let Poll::Ready((fetch, piece)) = step.as_mut().poll(context) else {
                        self.state = State::InFlight(step);
                        return Poll::Pending;
                    };
                    match &piece {
                        Ok(Some(_)) => self.state = State::Waiting(Ok(fetch)),
                        Ok(None) => self.state = State::Done(Some(Box::new(fetch.done()))),
                        Err(_) => {}
                    }
                    return Poll::Ready(piece.transpose());
                }
            }
        }
    }
}

impl fmt::Debug for DownloadStream {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DownloadStream")
    }
}
