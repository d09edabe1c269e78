//! Uploads by session: what a caller may say about one, and what comes out.
//!
//! The bytes go to the session's own URL, without a token, slice after slice; `slices` sends them.
//! <https://learn.microsoft.com/graph/api/driveitem-createuploadsession>,
//! <https://learn.microsoft.com/graph/outlook-large-attachments>

mod ending;
mod position;
mod slices;
mod uploaded;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use bytes::Bytes;
use http::{Method, Response};

use self::slices::Job;
pub use self::uploaded::Uploaded;
use super::progress::{Listener, Progress};
use super::resume::{RESUMPTIONS, Stalls};
use super::session::UploadSession;
use super::source::UploadSource;
use super::source_version::SourceVersion;
use crate::client::Client;
use crate::error::Error;
use crate::wire::endpoint::{Endpoint, IntoEndpoint, to_parts};
use crate::wire::request::Parts;

/// Slices are multiples of this many bytes.
const GRAIN: u64 = 320 * 1024;
/// Slices are smaller than this.
const SLICE_LIMIT: u64 = 60 * 1024 * 1024;
/// Over 5 MB, as the documentation advises.
const SLICE: u64 = 16 * GRAIN;
/// Outlook takes less than 4 MB.
const OUTLOOK_SLICE: u64 = 12 * GRAIN;
/// What spans show of a session that was not created here.
const TEMPLATE: &str = "{uploadUrl}";

/// For the fuzz target.
#[cfg(feature = "__fuzzing")]
pub(crate) fn fuzz(body: &[u8], ranges: &[String], total: u64, slice: u64) -> Vec<(u64, usize)> {
    use self::position::Position;
    let said = super::session::State::read(body).ranges.unwrap_or_default();
    let begun = [Ok(Position::start(total)), Position::resumed(ranges, total)];
    let next = begun.into_iter().flatten().filter_map(|begun| begun.expected(&said).ok());
    next.map(|next| (next.start, next.length(slice))).collect()
}

impl Client {
    /// Uploads content of any size: creates a session with the action that `create` declares, and sends slice after
    /// slice, each once the one before is there.
    ///
    /// Nothing is sent until what comes back is awaited. A slice whose line breaks is sent again by the client's retry
    /// policy; then the service is asked which bytes it has, and the upload goes on from there. A session that has
    /// expired is created anew. Dropping the future stops the upload and leaves the session, which can be resumed until
    /// it expires: [`cancel_upload`](Self::cancel_upload) deletes it.
    ///
    /// The source must stay as it is: see [`UploadSource`] for what is compared before each slice and in the end. If it
    /// has changed nothing of the change is sent, the session is deleted, and [`Error::is_changed`] is the outcome. A
    /// change that is seen only after the last slice was taken is the same error, and the item is there as the source
    /// was before.
    ///
    /// For small content there is no need of a session: an endpoint `PUT .../content` with a body of [`Bytes`] sends it
    /// in one call (up to 250 MB to OneDrive, under 3 MB to Outlook). A session can't upload an empty
    /// source: the error names the call that can.
    ///
    /// ```no_run
    /// use std::path::Path;
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::UploadSession;
    ///
    /// #[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
    /// pub struct CreateUploadSession {
    ///     path: String,
    /// }
    ///
    /// #[graph_type("microsoft.graph.driveItem")]
    /// pub struct DriveItem {
    ///     id: String,
    /// }
    ///
    /// # async fn run(client: Client) -> Result<(), Error> {
    /// let create = CreateUploadSession::builder().path("films/holiday.mp4").build();
    /// let uploaded = client
    ///     .upload(&create, Path::new("holiday.mp4"))
    ///     .on_progress(|progress| println!("{} bytes", progress.transferred))
    ///     .await?;
    /// let item: DriveItem = uploaded.item()?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Error::is_build`] for a slice size that can't be, an empty source, or an upload URL that is not https;
    /// [`Error::is_io`] when the source can't be read, [`Error::is_changed`] when it changed meanwhile; otherwise what
    /// the service answers.
    pub fn upload<E>(&self, create: E, source: impl Into<UploadSource>) -> Upload
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = UploadSession>>,
    {
        let create = to_parts(&create.into_endpoint(), self.base_url());
        let create = create.map(|request| Create { request, decode: E::Endpoint::decode });
        Upload::new(self.clone(), Some(create), None, E::Endpoint::PATH, source.into())
    }

    /// Goes on with a saved session: the service is asked which bytes it has. `source` is the same content as before:
    /// [`Upload::expect_source`] sees to that.
    ///
    /// # Errors
    /// As [`upload`](Self::upload); [`Error::is_expired`] when the session is gone, since nothing tells how to create
    /// another one. [`Upload::session`] is the way to have both.
    pub fn resume_upload(&self, session: UploadSession, source: impl Into<UploadSource>) -> Upload {
        Upload::new(self.clone(), None, Some(session), TEMPLATE, source.into())
    }
}

/// How a session is created.
pub(super) struct Create {
    pub(super) request: Parts,
    pub(super) decode: fn(Response<Bytes>) -> Result<UploadSession, Error>,
}

type OnSource = Box<dyn FnOnce(&SourceVersion) + Send>;
type OnSession = Box<dyn FnMut(&UploadSession) + Send>;

/// An upload by session, made by [`Client::upload`]. Nothing is sent until it is awaited.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_endpoint::UploadSession;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(POST, "/me/drive/root:/<path..>:/createUploadSession", response = UploadSession)]
/// struct CreateUploadSession {
///     path: String,
/// }
/// #[graph_type("microsoft.graph.driveItem")]
/// struct DriveItem {
///     name: String,
///     size: usize,
/// }
/// # let sandbox = Sandbox::builder()
/// #     .on_upload(|create: CreateUploadSession, content| async move {
/// #         Ok(DriveItem { name: create.path, size: content.len() })
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// let create = CreateUploadSession { path: "notes.txt".into() };
/// let uploaded = client
///     .upload(&create, vec![7; 1_000_000])
///     .slice_size(320 * 1024) // a multiple of it
///     .resumptions(5)
///     .on_session(|session| println!("to be stored: {session:?}"))
///     .on_progress(|progress| println!("{} bytes are there", progress.transferred))
///     .await?;
/// assert_eq!(uploaded.item::<DriveItem>()?.size, 1_000_000);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "an upload does nothing until it is awaited"]
pub struct Upload {
    client: Client,
    create: Option<Result<Create, Error>>,
    session: Option<UploadSession>,
    template: &'static str,
    source: UploadSource,
    slice_size: u64,
    resumptions: u32,
    expected: Option<SourceVersion>,
    on_source: Option<OnSource>,
    on_session: Option<OnSession>,
    on_progress: Listener,
}

impl Upload {
    fn new(
        client: Client,
        create: Option<Result<Create, Error>>,
        session: Option<UploadSession>,
        template: &'static str,
        source: UploadSource,
    ) -> Self {
        Self {
            client,
            create,
            session,
            template,
            source,
            slice_size: SLICE,
            resumptions: RESUMPTIONS,
            expected: None,
            on_source: None,
            on_session: None,
            on_progress: Listener::default(),
        }
    }

    /// The bytes of a slice: a multiple of 327,680 under 60 MiB. 5,242,880 if not set. That much is in memory, and has
    /// to go out within the client's timeout.
    ///
    /// Another size is reported by the upload, as [`Error::is_build`].
    pub fn slice_size(mut self, bytes: u64) -> Self {
        self.slice_size = bytes;
        self
    }

    /// Slices of 3,932,160 bytes, for attachments of mail and events: Outlook takes less than 4 MB in one.
    /// <https://learn.microsoft.com/graph/outlook-large-attachments>
    pub fn outlook(self) -> Self {
        self.slice_size(OUTLOOK_SLICE)
    }

    /// Goes on with a saved session, and creates another one only if it is gone.
    #[inline]
    pub fn session(mut self, session: UploadSession) -> Self {
        self.session = Some(session);
        self
    }

    /// Called with each session that is created, before any byte goes out: save it to resume it another time.
    pub fn on_session(mut self, call: impl FnMut(&UploadSession) + Send + 'static) -> Self {
        self.on_session = Some(Box::new(call));
        self
    }

    /// Called with the version of the source once it is open, before anything is sent: save it beside the session, for
    /// [`expect_source`](Self::expect_source) another time.
    pub fn on_source(mut self, call: impl FnOnce(&SourceVersion) + Send + 'static) -> Self {
        self.on_source = Some(Box::new(call));
        self
    }

    /// Goes on only with the source that the saved session was begun with. Another length or modification time is
    /// [`Error::is_changed`], before anything is sent, and leaves the session alone.
    ///
    /// ```no_run
    /// use std::path::Path;
    /// # use graph_endpoint::{Client, Error, SourceVersion, UploadSession};
    /// # async fn run(client: Client, session: UploadSession, version: SourceVersion) -> Result<(), Error> {
    /// client.resume_upload(session, Path::new("holiday.mp4")).expect_source(version).await?;
    /// # Ok(()) }
    /// ```
    pub fn expect_source(mut self, version: SourceVersion) -> Self {
        self.expected = Some(version);
        self
    }

    /// Called before the first slice and after each one, with counts of bytes.
    pub fn on_progress(mut self, call: impl FnMut(Progress) + Send + 'static) -> Self {
        self.on_progress = Listener::new(call);
        self
    }

    /// How often in a row the upload is taken up again without getting any further, after the retries of the client. 5
    /// if not set; 0 makes a cut line an error.
    pub fn resumptions(mut self, times: u32) -> Self {
        self.resumptions = times;
        self
    }

    async fn run(self) -> Result<Uploaded, Error> {
        let call = match &self.create {
            Some(Ok(Create { request, .. })) => {
                Some(self.client.call_name(&request.method, request.template))
            }
            // What is wrong with it names it already.
            Some(Err(_)) => None,
            None => Some(self.client.call_name(&Method::PUT, self.template)),
        };
        match (self.transfer().await, call) {
            (Ok(uploaded), call) => Ok(uploaded.of_call(call)),
            (Err(error), Some(call)) => Err(error.of_call(&call)),
            (Err(error), None) => Err(error),
        }
    }

    async fn transfer(self) -> Result<Uploaded, Error> {
        if self.slice_size == 0 || !self.slice_size.is_multiple_of(GRAIN) || self.slice_size >= SLICE_LIMIT {
            let problem = format!(
                "a slice of {} bytes can't be: it is a multiple of {GRAIN} under {SLICE_LIMIT}",
                self.slice_size
            );
            return Err(Error::build(problem));
        }
        let create = self.create.transpose()?;
        let source = self.source.open().await?;
        if source.length() == 0 {
            return Err(empty(self.template));
        }
        if let Some(expected) = &self.expected {
            expected.check(source.version())?;
        }
        if let Some(call) = self.on_source {
            call(source.version());
        }
        let job = Job {
            client: self.client,
            template: self.template,
            source,
            slice_size: self.slice_size,
            stalls: Stalls::new(self.resumptions),
            on_progress: self.on_progress,
        };
        job.run(create, self.session, self.on_session).await
    }
}

/// What to call for a source without a byte. It is not called here: a session that says nothing about conflicts leaves
/// an item of that name alone, and a PUT would empty it.
#[inline]
fn empty(template: &str) -> Error {
    let call = match template.strip_suffix("/createUploadSession") {
        Some(attachments) if attachments.ends_with("/attachments") => format!("`POST {attachments}`"),
        Some(item) => format!("`PUT {item}/content`"),
        None => "`PUT ../content` on the item".to_owned(),
    };
    Error::build(format!(
        "a session can't upload an empty source; send it in one call: declare {call}, with a body of zero bytes"
    ))
}

impl IntoFuture for Upload {
    type Output = Result<Uploaded, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Upload {
    /// Shows the path as declared, never a value.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("path", &self.template)
            .field("source", &self.source)
            .field("slice_size", &self.slice_size)
            .finish_non_exhaustive()
    }
}
