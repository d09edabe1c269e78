//! A real server on a loopback port, made of handlers for declared endpoints.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use axum::body;
use axum::extract;
use axum::serve::ListenerExt as _;
use bytes::Bytes;
use http::{Request, Response, request};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::dispatch::{self, BoxFuture, Route, Routes};
use super::identity::Ids;
use super::reply::IntoReply;
use super::{RecordedRequest, SandboxEndpoint, SandboxError};

/// The longest body that is taken, in bytes: more than Graph's largest upload slice of 60 MiB.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// How long [`Sandbox::shutdown`] waits.
const GRACE: Duration = Duration::from_secs(2);

/// A fake of Graph on `127.0.0.1`, for tests and examples: a real HTTP server whose answers are typed handlers.
///
/// It answers in Graph's error shape, with `request-id` and `client-request-id`: 401 without a bearer token, 404 for a
/// path that no handler's endpoint has, 405 with `Allow` for another method on a known path, 400 for a query, header
/// or body of another shape, 413 for a body of more than 64 MiB, 500 for a handler that panics. A `$batch` is answered
/// request by request. It stops when it is dropped: exchanges under way come to their end, no new ones begin.
///
/// ```
/// use graph_endpoint::prelude::*;
/// use graph_endpoint::sandbox::Sandbox;
///
/// #[graph_endpoint(GET, "/users/<id>/displayName", response = String)]
/// struct GetName { id: String }
///
/// # #[cfg(feature = "client")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().on(|get: GetName| async move { format!("the name of {}", get.id) }).start().await?;
///
/// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// let name = client.send(&GetName { id: "a/b".into() }).await?;
///
/// assert_eq!(name, "the name of a/b");
/// assert_eq!(sandbox.requests()[0].path(), "/v1.0/users/a%2Fb/displayName");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "client"))]
/// # fn main() {}
/// ```
pub struct Sandbox {
    address: SocketAddr,
    requests: Arc<Recording>,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<io::Result<()>>,
}

#[derive(Default)]
struct Recording {
    requests: Mutex<Vec<RecordedRequest>>,
}

impl Sandbox {
    /// A sandbox without handlers.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder { routes: Routes::default(), records: true }
    }

    /// The base URL: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that the sandbox listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests that came, in order, whatever was answered.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.requests.lock().clone()
    }

    /// Like [`requests`](Self::requests), and forgets them.
    pub fn take_requests(&self) -> Vec<RecordedRequest> {
        std::mem::take(&mut *self.requests.lock())
    }

    /// Stops, and waits until the exchanges under way have come to their end, for 2 seconds at most: what a client has
    /// only begun to send is then given up.
    ///
    /// # Errors
    /// When the server itself failed.
    pub async fn shutdown(mut self) -> io::Result<()> {
        self.stop = None;
        match tokio::time::timeout(GRACE, &mut self.server).await {
            Ok(ended) => ended?,
            Err(_) => {
                self.server.abort();
                Ok(())
            }
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Recording {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<RecordedRequest>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Collects the handlers of a [`Sandbox`].
#[must_use = "a sandbox answers nothing until it is started"]
pub struct SandboxBuilder {
    routes: Routes,
    records: bool,
}

impl SandboxBuilder {
    /// Answers a declared endpoint.
    ///
    /// The handler gets the endpoint's value and returns its response, or what else [`IntoReply`] allows. Of several
    /// endpoints whose path matches, the most specific one answers: text wins over a value, from the left; of equal
    /// ones the last that was added. State is what the closure captures, an `Arc` for example.
    pub fn on<E, H, F, M>(self, handler: H) -> Self
    where
        E: SandboxEndpoint,
        H: Fn(E) -> F + Send + Sync + 'static,
        F: Future<Output: IntoReply<E::Response, M>> + Send + 'static,
    {
        self.on_with_head(move |endpoint, _| handler(endpoint))
    }

    /// Like [`on`](Self::on), for a handler that also looks at what the endpoint doesn't declare: a `$skiptoken`, a
    /// `Prefer` header, the `Host` that a next link must name.
    pub fn on_with_head<E, H, F, M>(mut self, handler: H) -> Self
    where
        E: SandboxEndpoint,
        H: Fn(E, request::Parts) -> F + Send + Sync + 'static,
        F: Future<Output: IntoReply<E::Response, M>> + Send + 'static,
    {
        let handler = move |request: Request<Bytes>| -> BoxFuture<dispatch::Answer> {
            let (head, body) = request.into_parts();
            let copy = Request::from_parts(head.clone(), body);
            match E::from_http_request(copy) {
                Ok(endpoint) => {
                    let reply = handler(endpoint, head);
                    Box::pin(async move { reply.await.into_answer(E::to_http_response) })
                }
                Err(error) => Box::pin(async move { Err(SandboxError::bad_request(&error)) }),
            }
        };
        let (version, segments) = (E::VERSION, E::ROUTE);
        self.routes.routes.push(Route { method: E::METHOD, version, segments, handler: Box::new(handler) });
        self
    }

    /// Answers what no endpoint declares, with or without a token: upload and download URLs, monitors, faults.
    ///
    /// `None` leaves the request to the sandbox's own 401 and 404.
    pub fn otherwise<H, F, B>(mut self, handler: H) -> Self
    where
        H: Fn(Request<Bytes>) -> F + Send + Sync + 'static,
        F: Future<Output = Option<Response<B>>> + Send + 'static,
        B: Into<Bytes>,
    {
        self.routes.fallback = Some(Box::new(move |request| {
            let answer = handler(request);
            Box::pin(async move { answer.await.map(|answer| answer.map(Into::into)) })
        }));
        self
    }

    /// Accepts this token only, instead of any.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.routes.token = Some(token.into());
        self
    }

    /// Whether requests are kept for [`Sandbox::requests`]; they are unless switched off.
    pub fn record(mut self, records: bool) -> Self {
        self.records = records;
        self
    }

    /// Starts the server on a free port of `127.0.0.1`, on the current Tokio runtime.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn start(self) -> io::Result<Sandbox> {
        self.start_on(&Handle::current(), None)
    }

    /// Starts the server on a thread of its own, for programs that block or have no Tokio runtime.
    ///
    /// # Errors
    /// When no port or no thread can be had.
    pub fn start_on_thread(self) -> io::Result<Sandbox> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        // The server holds one end: the thread lives until the server has ended.
        let (alive, ended) = oneshot::channel::<()>();
        let sandbox = self.start_on(runtime.handle(), Some(alive))?;
        thread::Builder::new()
            .name("graph-sandbox".to_owned())
            .spawn(move || runtime.block_on(async move { drop(ended.await) }))?;
        Ok(sandbox)
    }

    fn start_on(self, runtime: &Handle, alive: Option<oneshot::Sender<()>>) -> io::Result<Sandbox> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let requests = Arc::new(Recording::default());
        let recording = self.records.then(|| Arc::clone(&requests));
        let (stop, stopped) = oneshot::channel();
        let routes = Arc::new(self.routes);
        let server = runtime.spawn(async move {
            let ended = run(listener, routes, recording, stopped).await;
            drop(alive);
            ended
        });
        Ok(Sandbox { address, requests, stop: Some(stop), server })
    }
}

impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxBuilder").field("handlers", &self.routes.routes.len()).finish_non_exhaustive()
    }
}

async fn run(
    listener: std::net::TcpListener,
    routes: Arc<Routes>,
    recording: Option<Arc<Recording>>,
    stopped: oneshot::Receiver<()>,
) -> io::Result<()> {
    let app = axum::Router::new()
        .fallback(move |request: extract::Request| serve(Arc::clone(&routes), recording.clone(), request));
    // Small answers must not wait for an acknowledgement of the ones before.
    let listener = TcpListener::from_std(listener)?.tap_io(|stream| drop(stream.set_nodelay(true)));
    axum::serve(listener, app).with_graceful_shutdown(async move { drop(stopped.await) }).await
}

async fn serve(
    routes: Arc<Routes>,
    recording: Option<Arc<Recording>>,
    request: extract::Request,
) -> Response<body::Body> {
    let (head, incoming) = request.into_parts();
    let Ok(bytes) = body::to_bytes(incoming, BODY_LIMIT).await else {
        let ids = Ids::of(&head.headers);
        let error =
            SandboxError::new(413, "RequestEntityTooLarge", "The body is longer than 64 MiB, or was cut.");
        return error.into_answer(&ids).map(body::Body::from);
    };
    if let Some(recording) = recording {
        recording.lock().push(RecordedRequest::new(&head, &bytes));
    }
    dispatch::answer(routes, Request::from_parts(head, bytes)).await.map(body::Body::from)
}
