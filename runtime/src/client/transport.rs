//! One request over the wire, and its response read with a limit. The only file that knows how reqwest sends.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Method, Response};
use reqwest::Url;

use super::connections::{Connections, Wanted};
use super::reach::Reach;
use super::{failure, runtime};
use crate::error::{Error, READ_BYTES};
use crate::wire::body::{Body, Content};

pub(crate) struct Transport {
    http: Arc<Connections>,
    timeout: Duration,
    max_body_size: u64,
}

impl Transport {
    pub(super) fn new(http: Arc<Connections>, timeout: Duration, max_body_size: u64) -> Self {
        Self { http, timeout, max_body_size }
    }

    /// For another client.
    pub(super) fn connections(&self) -> Arc<Connections> {
        self.http.clone()
    }

    /// How long one attempt may take.
    pub(super) fn timeout(&self) -> Duration {
        self.timeout
    }

    /// How large a response's body may be, in bytes, that is read into memory.
    pub(super) fn max_body_size(&self) -> u64 {
        self.max_body_size
    }

    /// Sends once; what comes back has its body still to be read.
    ///
    /// The request is made before the future is: what a future holds is moved along with it.
    pub(super) fn send(
        &self,
        method: Method,
        url: Url,
        headers: HeaderMap,
        body: &Body,
        new_connection: bool,
    ) -> impl Future<Output = Result<Response<ResponseBody>, Error>> + Send + use<> {
        let sending = self.start(method, url, headers, body, new_connection);
        let streamed = body.streamed().map(Box::new);
        async move {
            let sending = pin!(sending?);
            if let Some(stream) = &streamed {
                Box::pin(stream.check_if_empty()).await?;
            }
            let outcome = runtime::connecting(sending).await?;
            match streamed.and_then(|stream| stream.fault()) {
                Some(error) => Err(error),
                None => outcome.map(received).map_err(failure::from_reqwest),
            }
        }
    }

    fn start(
        &self,
        method: Method,
        url: Url,
        headers: HeaderMap,
        body: &Body,
        new_connection: bool,
    ) -> Result<impl Future<Output = Result<reqwest::Response, reqwest::Error>> + Send + use<>, Error> {
        let direct = Reach::of(&url) == Reach::Machine;
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        match body.content() {
            Content::Empty => announce_nothing(&mut request),
            Content::Bytes(bytes) if bytes.is_empty() => announce_nothing(&mut request),
            Content::Bytes(bytes) => *request.body_mut() = Some(bytes.clone().into()),
            Content::Stream(stream) => {
                if let Some(length) = stream.length() {
                    request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
                }
                // Nothing would ever ask a stream for its bytes that is declared to have none.
                if stream.length() != Some(0) {
                    *request.body_mut() = Some(reqwest::Body::wrap_stream(stream.open()?));
                }
            }
        }
        Ok(self.http.client(Wanted { new: new_connection, direct })?.execute(request))
    }
}

/// Servers answer 411 to such a request without a body and without a length.
/// <https://www.rfc-editor.org/rfc/rfc9110#section-8.6>
fn announce_nothing(request: &mut reqwest::Request) {
    if matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

fn received(mut response: reqwest::Response) -> Response<ResponseBody> {
    let headers = std::mem::take(response.headers_mut());
    let (status, version, length) = (response.status(), response.version(), content_length(&headers));
    let body = ResponseBody { source: Source::Wire(Box::new(response)), length, idle: None };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.version_mut() = version;
    *response.headers_mut() = headers;
    response
}

/// The body of a response, read piece by piece.
pub(crate) struct ResponseBody {
    source: Source,
    length: Option<u64>,
    /// How long a piece may take; the attempt's own time runs until the body is handed out.
    idle: Option<Duration>,
}

/// Sees what has been read of a body, each time that more has come.
pub(crate) type Watch<'w> = dyn Fn(&[u8]) + Send + Sync + 'w;

enum Source {
    Wire(Box<reqwest::Response>),
    Read(Bytes),
}

impl ResponseBody {
    /// One that came otherwise.
    pub(super) fn read_before(body: Bytes) -> Self {
        Self { source: Source::Read(body), length: None, idle: None }
    }

    /// Handed out, to be read at the caller's pace.
    pub(super) fn handed_out(self, idle: Duration) -> Self {
        Self { idle: Some(idle), ..self }
    }

    /// How many bytes were announced.
    pub(crate) fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the connection breaks, the body is shorter than announced, or nothing comes for too long.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let next = match &mut self.source {
            Source::Read(body) => return Ok(Some(std::mem::take(body)).filter(|body| !body.is_empty())),
            Source::Wire(response) => response.chunk(),
        };
        let piece = match self.idle {
            None => next.await,
            Some(idle) => runtime::within(idle, pin!(next)).await?.ok_or_else(|| failure::stalled(idle))?,
        };
        piece.map_err(failure::from_reqwest)
    }

    /// All of it, if it is not over `limit` bytes.
    ///
    /// # Errors
    /// As [`chunk`](Self::chunk), and [`Error::is_too_large`].
    pub(crate) async fn collect(mut self, limit: u64) -> Result<Bytes, Error> {
        self.read(limit, None).await?;
        Ok(self.into_read())
    }

    /// What [`read`](Self::read) has read.
    pub(crate) fn into_read(self) -> Bytes {
        match self.source {
            Source::Read(body) => body,
            Source::Wire(_) => Bytes::new(),
        }
    }

    /// Reads all of it into memory, if it is not over `limit` bytes. A body that comes in one piece is not copied.
    pub(super) async fn read(&mut self, limit: u64, watch: Option<&Watch<'_>>) -> Result<(), Error> {
        if matches!(self.source, Source::Read(_)) {
            return Ok(());
        }
        if self.length().is_some_and(|length| length > limit) {
            return Err(failure::too_large(limit));
        }
        let body = match self.chunk().await? {
            None => Bytes::new(),
            Some(first) => {
                if let Some(watch) = watch {
                    watch(&first);
                }
                match self.chunk().await? {
                    None => first,
                    Some(second) => Box::pin(self.read_on(first, second, limit, watch)).await?,
                }
            }
        };
        if exceeds(body.len(), limit) {
            return Err(failure::too_large(limit));
        }
        self.source = Source::Read(body);
        Ok(())
    }

    /// Reads of an error's body what comes within that time, as far as errors keep it: the status stands without it.
    pub(super) async fn read_error(&mut self, limit: u64, allowed: Duration) {
        if matches!(self.source, Source::Read(_)) {
            return;
        }
        let limit = usize::try_from(limit).unwrap_or(READ_BYTES).min(READ_BYTES);
        let mut all = BytesMut::new();
        {
            let reading = pin!(async {
                while all.len() < limit
                    && let Ok(Some(piece)) = self.chunk().await
                {
                    all.extend_from_slice(&piece);
                }
            });
            // Late or broken off, it is what came until then.
            drop(runtime::within(allowed, reading).await);
        }
        all.truncate(limit);
        self.source = Source::Read(all.freeze());
    }

    async fn read_on(
        &mut self,
        first: Bytes,
        second: Bytes,
        limit: u64,
        watch: Option<&Watch<'_>>,
    ) -> Result<Bytes, Error> {
        let announced = self.length.and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
        // What is announced need not come: at most 1 MiB is taken on trust.
        let mut all = BytesMut::with_capacity(announced.min(1 << 20).max(2 * (first.len() + second.len())));
        all.extend_from_slice(&first);
        let mut next = Some(second);
        while let Some(piece) = next {
            if exceeds(all.len() + piece.len(), limit) {
                return Err(failure::too_large(limit));
            }
            all.extend_from_slice(&piece);
            if let Some(watch) = watch {
                watch(&all);
            }
            next = self.chunk().await?;
        }
        Ok(all.freeze())
    }
}

fn exceeds(length: usize, limit: u64) -> bool {
    u64::try_from(length).is_ok_and(|length| length > limit)
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
