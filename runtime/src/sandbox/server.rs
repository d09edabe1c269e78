//! A real server on a loopback port: it listens, records what comes and goes, and stops.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use axum::body;
use axum::extract;
use axum::serve::ListenerExt as _;
use http::{HeaderMap, Request, Response};
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use super::dispatch;
use super::identity::Ids;
use super::routes::Routes;
use super::{RecordedRequest, SandboxError};

/// The longest body that is taken, in bytes: more than Graph's largest upload slice of 60 MiB.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// How long exchanges in flight have to come to their end.
const GRACE: Duration = Duration::from_secs(2);

/// A fake of Graph on `127.0.0.1`, for tests and examples: a real HTTP server whose responses come from typed handlers.
///
/// It answers in Graph's error shape, with `request-id` and `client-request-id`: 401 without a bearer token, 404 for a
/// path that no handler's endpoint has, 405 with `Allow` for another method on a known path, 400 for a query, header
/// or body of another shape, 415 for a compressed body, 413 for a body of more than 64 MiB, 500 for a handler that
/// panics. A `$batch` is answered request by request, HEAD by the handler of a GET, and pages of every origin may call.
/// It stops when it is dropped: exchanges in flight come to their end, for 2 seconds at most, no new ones begin.
///
/// ```
/// use graph_endpoint::{ValueOf, prelude::*};
/// use graph_endpoint::sandbox::Sandbox;
///
/// #[graph_endpoint(GET, "/users/<id>/displayName", response = ValueOf<String>)]
/// struct GetName { id: String }
///
/// # #[cfg(feature = "client")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder()
///     .on(|get: GetName| async move { ValueOf::from(format!("the name of {}", get.id)) })
///     .start()
///     .await?;
///
/// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
/// let name = client.send(&GetName { id: "a/b".into() }).await?;
///
/// assert_eq!(name.value, "the name of a/b");
/// assert_eq!(sandbox.requests()[0].path(), "/v1.0/users/a%2Fb/displayName");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "client"))]
/// # fn main() {}
/// ```
///
/// A handler that panics fails the test that called it: dropping the sandbox goes on with that panic, unless
/// [`tolerate_panics`](super::SandboxBuilder::tolerate_panics) was said.
pub struct Sandbox {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<RecordedRequest>>>,
    pub(super) routes: Arc<Routes>,
    pub(super) records: bool,
    tolerates_panics: bool,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<io::Result<()>>,
}

/// What a sandbox is started with.
pub(super) struct Setup {
    pub(super) routes: Routes,
    pub(super) records: bool,
    pub(super) tolerates_panics: bool,
}

impl Sandbox {
    /// Listens on a free port, on that runtime. `alive` is dropped when the server has ended.
    pub(super) fn start(
        setup: Setup,
        runtime: &Handle,
        alive: Option<oneshot::Sender<()>>,
    ) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let Setup { routes, records, tolerates_panics } = setup;
        let requests = Arc::default();
        let recording = records.then(|| Arc::clone(&requests));
        let (stop, stopped) = oneshot::channel();
        let routes = Arc::new(routes);
        let served = Arc::clone(&routes);
        let server = runtime.spawn(async move {
            let ended = run(listener, served, recording, stopped).await;
            drop(alive);
            ended
        });
        Ok(Self { address, requests, routes, records, tolerates_panics, stop: Some(stop), server })
    }

    /// The base URL: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that the sandbox listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests that came, in order, each with the response that it got.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.requests).clone()
    }

    /// Like [`requests`](Self::requests), and forgets them.
    pub fn take_requests(&self) -> Vec<RecordedRequest> {
        std::mem::take(&mut *lock(&self.requests))
    }

    /// Stops, and waits until the exchanges in flight have come to their end, for 2 seconds at most: what a client has
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

/// A panic of a handler's is the panic of the test that called it.
impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(panic) = self.routes.panics.take_first()
            && !self.tolerates_panics
            && !thread::panicking()
        {
            std::panic::resume_unwind(panic);
        }
    }
}

fn lock(requests: &Mutex<Vec<RecordedRequest>>) -> MutexGuard<'_, Vec<RecordedRequest>> {
    requests.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn run(
    listener: std::net::TcpListener,
    routes: Arc<Routes>,
    recording: Option<Arc<Mutex<Vec<RecordedRequest>>>>,
    stopped: oneshot::Receiver<()>,
) -> io::Result<()> {
    let (end, ended) = watch::channel(());
    let app = axum::Router::new().fallback(move |request: extract::Request| {
        let exchange = serve(Arc::clone(&routes), recording.clone(), request);
        until(ended.clone(), exchange)
    });
    // Small responses must not wait for an acknowledgement of the ones before.
    let listener = TcpListener::from_std(listener)?.tap_io(|stream| drop(stream.set_nodelay(true)));
    let stopped = async move {
        drop(stopped.await);
        tokio::spawn(async move {
            tokio::time::sleep(GRACE).await;
            drop(end);
        });
    };
    axum::serve(listener, app).with_graceful_shutdown(stopped).await
}

/// An exchange, or what a client gets instead once the sandbox has waited for it long enough.
async fn until(
    mut ended: watch::Receiver<()>,
    exchange: impl Future<Output = Response<body::Body>>,
) -> Response<body::Body> {
    let mut exchange = pin!(exchange);
    let mut end = pin!(ended.changed());
    poll_fn(|context| match exchange.as_mut().poll(context) {
        Poll::Pending => end.as_mut().poll(context).map(|_| {
            let error = SandboxError::new(503, "ServiceUnavailable", "The sandbox was stopped meanwhile.");
            error.into_response(&Ids::of(&HeaderMap::new())).map(body::Body::from)
        }),
        ready @ Poll::Ready(_) => ready,
    })
    .await
}

async fn serve(
    routes: Arc<Routes>,
    recording: Option<Arc<Mutex<Vec<RecordedRequest>>>>,
    request: extract::Request,
) -> Response<body::Body> {
    let (head, incoming) = request.into_parts();
    let Ok(bytes) = body::to_bytes(incoming, BODY_LIMIT).await else {
        let ids = Ids::of(&head.headers);
        let error =
            SandboxError::new(413, "RequestEntityTooLarge", "The body is longer than 64 MiB, or was cut.");
        return error.into_response(&ids).map(body::Body::from);
    };
    let recorded = RecordedRequest::new(&head, &bytes);
    if let Some(recording) = recording {
        lock(&recording).push(recorded.clone());
    }
    if !routes.latency.is_zero() {
        tokio::time::sleep(routes.latency).await;
    }
    let response = dispatch::respond(routes, Request::from_parts(head, bytes)).await;
    recorded.got(&response);
    response.map(body::Body::from)
}
