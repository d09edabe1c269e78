//! Downloads: what a caller may say about one, and where it can go.
//!
//! The content mostly lies behind a redirect to a URL that carries its own authorization: no token goes there, and the
//! ranges do; `fetch` gets it, and `pour` brings it to where it can be begun anew.
//! <https://learn.microsoft.com/graph/api/driveitem-get-content>

mod downloaded;
mod fetch;
mod pour;
mod stream;

use std::fmt;
use std::ops::{Bound, RangeBounds};
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

pub use self::downloaded::Downloaded;
use self::fetch::{Fetch, OnVersion};
use self::pour::{LazyFile, Memory, pour};
pub use self::stream::DownloadStream;
use super::progress::{Listener, Progress};
use super::resume::{RESUMPTIONS, Stalls};
use super::sink::unwritable;
use super::version::ContentVersion;
use crate::client::Client;
use crate::error::{CallName, Error};
use crate::wire::endpoint::{Endpoint, IntoEndpoint, to_parts};
use crate::wire::request::Parts;

impl Client {
    /// Downloads content of any size: to a [file](Download::to_file), a [writer](Download::to_writer), or as a
    /// [stream](Download::into_stream).
    ///
    /// `endpoint` is a GET whose response, or the one behind its redirect, is the content; its declared response doesn't
    /// matter. When the line breaks the rest is requested, if a strong `ETag` or `Last-Modified` tells that it is of the
    /// same version (`If-Range`, and compared once more when it comes); two versions are never joined. In the end it is
    /// checked that the content is complete. Little of it is in memory at a time.
    ///
    /// Where the versions differ, or nothing tells them apart, a [file](Download::to_file) and [bytes](Download::bytes)
    /// are begun anew, three times at most; a writer or a stream can't be, and gets an error. A service that changes
    /// content and keeps its validator can't be caught.
    ///
    /// ```no_run
    /// use graph_endpoint::prelude::*;
    ///
    /// #[graph_endpoint(GET, "/me/drive/items/<id>/content")]
    /// pub struct GetContent {
    ///     id: String,
    /// }
    ///
    /// # async fn run(client: Client) -> Result<(), Error> {
    /// let content = GetContent::builder().id("01ABC").build();
    /// let done = client
    ///     .download(&content)
    ///     .on_progress(|progress| println!("{} of {:?} bytes", progress.transferred, progress.total))
    ///     .to_file("holiday.mp4")
    ///     .await?;
    /// println!("{} bytes, {:?}", done.length(), done.content_type());
    /// # Ok(()) }
    /// ```
    pub fn download<E: IntoEndpoint>(&self, endpoint: E) -> Download {
        let request = match E::Endpoint::METHOD {
            Method::GET => to_parts(&endpoint.into_endpoint(), self.base_url()),
            _ => Err(Error::build("only a GET can be downloaded")
                .of_call(&CallName::new(&E::Endpoint::METHOD, E::Endpoint::PATH))),
        };
        Download {
            client: self.clone(),
            request,
            start: 0,
            end: None,
            resume: None,
            resumptions: RESUMPTIONS,
            on_version: None,
            on_progress: Listener::default(),
        }
    }
}

/// A download, made by [`Client::download`]. Nothing is sent until it is told where to go.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
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
/// assert_eq!(client.download(&content).bytes().await?, "a file");
///
/// let mut part = Vec::new();
/// let part_of_it = client.download(&content).range(2..6).timeout(Duration::from_secs(600));
/// let done = part_of_it.to_writer(&mut part).await?;
/// assert_eq!((done.length(), part.as_slice()), (4, b"file".as_slice()));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "a download does nothing until it is told where to go"]
pub struct Download {
    client: Client,
    request: Result<Parts, Error>,
    start: u64,
    end: Option<u64>,
    resume: Option<(ContentVersion, u64)>,
    resumptions: u32,
    on_version: Option<OnVersion>,
    on_progress: Listener,
}

impl Download {
    /// Only these bytes of the content, counted from 0: `..1024`, say. What goes beyond its end is left out; a range
    /// that begins behind it is an error of the service's (416).
    pub fn range(mut self, bytes: impl RangeBounds<u64>) -> Self {
        self.start = match bytes.start_bound() {
            Bound::Included(start) => *start,
            Bound::Excluded(before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        self.end = match bytes.end_bound() {
            Bound::Included(last) => Some(last.saturating_add(1)),
            Bound::Excluded(end) => Some(*end),
            Bound::Unbounded => None,
        };
        self
    }

    /// Goes on with a download of which the first `there` bytes are there. A file is expected to have at least these;
    /// what comes behind them is overwritten.
    ///
    /// If the content is another one by now, or `version` has neither a strong `ETag` nor `Last-Modified`, a file is
    /// begun anew; elsewhere that is an error, [`Error::is_changed`].
    #[inline]
    pub fn resume(mut self, version: ContentVersion, there: u64) -> Self {
        self.resume = Some((version, there));
        self
    }

    /// Called once it is known which version of the content comes, before its first byte, and again when the download is
    /// begun anew with another one: save it to [`resume`](Self::resume) another time.
    pub fn on_version(mut self, call: impl FnMut(&ContentVersion) + Send + 'static) -> Self {
        self.on_version = Some(Box::new(call));
        self
    }

    /// Called after each piece that has been written or handed out, with counts of bytes.
    pub fn on_progress(mut self, call: impl FnMut(Progress) + Send + 'static) -> Self {
        self.on_progress = Listener::new(call);
        self
    }

    /// How often in a row the download is taken up again without getting any further, after the retries of the client.
    /// 5 if not set; 0 makes a cut line an error. 50 times in a row that bring less than 64 KiB each end it, too.
    pub fn resumptions(mut self, times: u32) -> Self {
        self.resumptions = times;
        self
    }

    /// How long all of it may take, from when it is told where to go to the last byte, with everything that it waits for. What
    /// takes longer is [`Error::is_timeout`]; a file keeps what came, and can be [resumed](Self::resume). If not set, the
    /// client's [`deadline`](crate::ClientBuilder::deadline) is that of the first byte, and from there each piece may take
    /// its [`timeout`](crate::ClientBuilder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        if let Ok(request) = &mut self.request {
            request.options.timeout = Some(timeout);
        }
        self
    }

    /// Into a file, which is created, or emptied unless the download is [resumed](Self::resume), once content comes: a
    /// response that is an error leaves it alone. It has its final name from the start: after an error in the middle it
    /// keeps what came, and is not complete. It is not forced to disk. Before each write its length is compared with
    /// what has been written: where somebody else writes to it, too, that is an error.
    ///
    /// # Errors
    /// [`Error::is_io`] when the file can't be written, or somebody else does; otherwise what the service answers.
    pub async fn to_file(self, path: impl Into<PathBuf>) -> Result<Downloaded, Error> {
        let call = self.call_name();
        let fetch = self.fetch()?;
        let mut file = LazyFile::new(path.into(), fetch.transferred());
        let outcome = pour(fetch, &mut file, true).await;
        let finished = file.finish(outcome.is_ok()).await;
        let finished = finished.map_err(|error| call.iter().fold(error, Error::of_call));
        outcome.and_then(|done| finished.map(|()| done))
    }

    /// Into memory: all of the content, or of the [range](Self::range). Behind a [resumption](Self::resume) it is what
    /// was missing.
    ///
    /// # Errors
    /// [`Error::is_too_large`] when it has more bytes than the client's `max_body_size`; otherwise what the service
    /// answers.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let limit = self.client.max_body_size();
        let fetch = self.fetch()?;
        let is_whole = fetch.transferred() == 0;
        let mut memory = Memory::new(limit);
        pour(fetch, &mut memory, is_whole).await?;
        Ok(memory.into_bytes())
    }

    /// Into a writer, which is flushed in the end.
    ///
    /// # Errors
    /// [`Error::is_io`] when it can't be written to, [`Error::is_changed`] when the content was replaced meanwhile;
    /// otherwise what the service answers.
    pub async fn to_writer<W: AsyncWrite + Unpin + ?Sized>(
        self,
        writer: &mut W,
    ) -> Result<Downloaded, Error> {
        let mut fetch = self.fetch()?;
        while let Some(piece) = fetch.next().await? {
            writer.write_all(&piece).await.map_err(|error| fetch.named(unwritable(error)))?;
        }
        writer.flush().await.map_err(|error| fetch.named(unwritable(error)))?;
        Ok(fetch.done())
    }

    /// As a stream of its bytes; an error ends it.
    #[inline]
    pub fn into_stream(self) -> DownloadStream {
        DownloadStream::new(self.fetch())
    }

    /// What its errors name it; one from before it could be written names it already.
    pub(crate) fn call_name(&self) -> Option<CallName> {
        let request = self.request.as_ref().ok()?;
        Some(self.client.call_name(&request.method, request.template))
    }

    #[inline]
    fn fetch(self) -> Result<Fetch, Error> {
        let Self { client, request, start, end, resume, resumptions, on_version, on_progress } = self;
        let stalls = Stalls::new(resumptions);
        let fetch = Fetch::new(client, request?, (start, end), resume, stalls, (on_version, on_progress));
        if end.is_some_and(|end| end <= start) {
            return Err(fetch.named(Error::build("the range to download is empty")));
        }
        Ok(fetch)
    }
}

impl fmt::Debug for Download {
    /// Shows the path as declared, never a value.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Download");
        match &self.request {
            Ok(parts) => out.field("path", &parts.template),
            Err(error) => out.field("error", error),
        };
        out.finish_non_exhaustive()
    }
}
