//! What a sandbox is made of: handlers for declared endpoints, and what goes wrong on purpose.

use std::fmt;
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, request};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::budget::Budget;
use super::faults::{Delay, Fault};
use super::hosted::BoxFuture;
use super::journal::{self, Journal};
use super::reply::IntoReply;
use super::routes::{Outcome, Routes};
#[cfg(feature = "sandbox-schema")]
use super::schema::Schema;
use super::server::{Sandbox, Setup};
use super::{SandboxEndpoint, SandboxError};

/// Collects the handlers of a [`Sandbox`].
///
/// ```
/// # #[cfg(all(feature = "client", feature = "sandbox"))]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use graph_endpoint::prelude::*;
/// # use graph_endpoint::sandbox::Sandbox;
/// # #[graph_endpoint(GET, "/me/displayName/$value", response = String)]
/// # struct GetName {}
/// let sandbox = Sandbox::builder()
///     .token("secret") // any other is refused
///     .on(|_: GetName| async { "Adele".to_owned() })
///     .start()
///     .await?;
/// let client = Client::builder().token("guess").base_url(sandbox.url()).build()?;
///
/// assert!(client.send(&GetName {}).await.is_err_and(|error| error.status() == Some(http::StatusCode::UNAUTHORIZED)));
/// # Ok(())
/// # }
/// # #[cfg(not(all(feature = "client", feature = "sandbox")))]
/// # fn main() {}
/// ```
#[must_use = "a sandbox does nothing until it is started"]
pub struct SandboxBuilder {
    pub(super) routes: Routes,
    records: bool,
    tolerates_panics: bool,
    journal: Option<PathBuf>,
    #[cfg(feature = "sandbox-schema")]
    schema: Option<std::borrow::Cow<'static, str>>,
}

impl Sandbox {
    /// A sandbox without handlers.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder {
            routes: Routes::default(),
            records: true,
            tolerates_panics: false,
            journal: None,
            #[cfg(feature = "sandbox-schema")]
            schema: None,
        }
    }
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
        let handler = move |request: Request<Bytes>| -> BoxFuture<Outcome> {
            let (head, body) = request.into_parts();
            let copy = Request::from_parts(head.clone(), body);
            match E::from_http_request(copy) {
                Ok(endpoint) => {
                    let reply = handler(endpoint, head);
                    Box::pin(async move { reply.await.into_response(E::to_http_response) })
                }
                Err(error) => Box::pin(async move { Err(SandboxError::bad_request(&error)) }),
            }
        };
        self.routes.add::<E>(Box::new(handler));
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
            let response = handler(request);
            Box::pin(async move { response.await.map(|response| response.map(Into::into)) })
        }));
        self
    }

    /// The first `times` requests of an endpoint get this error, then its handler is asked, if it has one. Said again,
    /// another error comes after the first. It is for each declaration of the same method and path;
    /// [`Sandbox::reset`] begins anew, and [`Sandbox::fail_next`] adds one later.
    ///
    /// ```
    /// use graph_endpoint::{ValueOf, prelude::*};
    /// use graph_endpoint::sandbox::{Sandbox, SandboxError};
    /// use std::time::Duration;
    ///
    /// #[graph_endpoint(GET, "/users/{id}/displayName", response = ValueOf<String>)]
    /// struct GetName { id: String }
    ///
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder()
    ///     .on(|_: GetName| async { ValueOf::from("Adele".to_owned()) })
    ///     .fail_first::<GetName>(2, SandboxError::throttled(Duration::ZERO))
    ///     .start()
    ///     .await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// // The client comes back by itself.
    /// assert_eq!(client.send(&GetName { id: "1".into() }).await?.value, "Adele");
    /// assert_eq!(sandbox.requests().len(), 3);
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn fail_first<E: SandboxEndpoint>(self, times: usize, error: SandboxError) -> Self {
        self.routes.add_fault(Fault::of::<E>(0, times, error));
        self
    }

    /// How long each response takes at least; a batch is one.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.routes.latency = latency;
        self
    }

    /// How long each response of an endpoint takes at least, beside [`latency`](Self::latency). The requests of a batch
    /// take their time side by side, each after those that it depends on.
    pub fn latency_of<E: SandboxEndpoint>(mut self, latency: Duration) -> Self {
        self.routes.delays.push(Delay::of::<E>(latency));
        self
    }

    /// Takes so many requests in so much time, each request of a batch being one: from 80 percent on responses carry
    /// `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` (in seconds), and what is too much is a 429 with
    /// `Retry-After`. URLs of uploads and downloads aren't counted.
    ///
    /// ```
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::sandbox::Sandbox;
    /// use std::time::Duration;
    ///
    /// #[graph_endpoint(POST, "/users/{id}/revokeSignInSessions")]
    /// struct SignOut { id: String }
    ///
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox =
    ///     Sandbox::builder().on(|_: SignOut| async {}).rate_limit(5, Duration::from_secs(1)).start().await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    /// for user in 0..6 {
    ///     client.send(&SignOut { id: user.to_string() }).await?;
    /// }
    /// let requests = sandbox.requests();
    /// // The sixth was refused, and waited.
    /// assert_eq!(requests.len(), 7);
    /// let fourth = requests[3].response().ok_or("no response")?;
    /// assert_eq!(fourth.header("RateLimit-Remaining"), Some("1"));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    pub fn rate_limit(mut self, requests: usize, per: Duration) -> Self {
        self.routes.budget = Some(Budget::new(requests, per));
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

    /// Adds each exchange to a file, as a line of JSON: `method`, `target`, `status`, and of the bodies (`request`,
    /// `response`) those that are JSON, without headers. Each request of a batch is a line of its own.
    ///
    /// The environment variable `GRAPH_SANDBOX_JOURNAL` does so for each sandbox of a program, to see what a test sends
    /// without changing it.
    pub fn journal(mut self, file: impl Into<PathBuf>) -> Self {
        self.journal = Some(file.into());
        self
    }

    /// Refuses what a snapshot of Graph's schema doesn't have, as Graph does, before any handler is asked: 400 for an
    /// unknown segment of the path, for a property that `$select`, `$expand`, `$filter`, `$orderby` or a body of JSON
    /// names and its type lacks, for a value of another kind than the property's, a property that only the service writes, a
    /// missing parameter of an action, a reference without `@odata.id`, and a query option that there isn't, or is for lists
    /// and said of one, or that annotations say a resource doesn't take; a comparison of values of different types, an
    /// unknown function, an order by what is no value, and `$expand` of what is no relation; of directory objects `$search`,
    /// `/$count` and a filter with `ne`, `not` or `endsWith` that come without `ConsistencyLevel: eventual`; 405 for a method.
    ///
    /// The text is that of a file which `cargo graph schema pull` writes, `include_str!("../graph-schema/v1.0.txt")` for
    /// example. Requests of another API version than the snapshot's aren't judged by it, nor is what
    /// [`otherwise`](Self::otherwise) answers. Names count in any letter case; extensions on directory objects and
    /// Outlook's items are known by the underscore or dot in their names.
    ///
    /// ```
    /// # #[cfg(feature = "client")]
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use graph_endpoint_metadata::V1 as SNAPSHOT;
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::sandbox::Sandbox;
    ///
    /// #[graph_endpoint(GET, "/users/{id}", response = Untyped, unverified)]
    /// struct GetUser { id: String, #[graph(query = "$select")] select: String }
    ///
    /// let sandbox = Sandbox::builder()
    ///     .schema(SNAPSHOT)
    ///     .on(|_: GetUser| async { Untyped::default() })
    ///     .start()
    ///     .await?;
    /// let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
    ///
    /// let asked = GetUser { id: "1".into(), select: "displayNam".into() };
    /// let refused = client.send(&asked).await.expect_err("there is no `displayNam`");
    /// assert_eq!(refused.code(), Some("BadRequest"));
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "client"))]
    /// # fn main() {}
    /// ```
    ///
    /// [`start`](Self::start) says so where the text is no snapshot.
    #[cfg(feature = "sandbox-schema")]
    pub fn schema(mut self, snapshot: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        self.schema = Some(snapshot.into());
        self
    }

    /// A handler's panic is a 500 and nothing else: dropping the sandbox doesn't go on with it.
    pub fn tolerate_panics(mut self) -> Self {
        self.tolerates_panics = true;
        self
    }

    /// Starts the server on a free port of `127.0.0.1`, on the current Tokio runtime, and ends with it: `#[tokio::test]` makes a
    /// runtime for each test, so a sandbox of several tests is one that [`start_on_thread`](Self::start_on_thread) starts.
    ///
    /// # Errors
    /// When no port can be had, the journal's file can't be opened, or the schema is no snapshot.
    pub async fn start(self) -> io::Result<Sandbox> {
        Sandbox::start(self.setup()?, &Handle::current(), None)
    }

    /// Starts the server on a thread of its own, for programs that block or have no Tokio runtime, and for a sandbox in a
    /// `static` that several tests share.
    ///
    /// # Errors
    /// When no port or no thread can be had, the journal's file can't be opened, or the schema is no snapshot.
    pub fn start_on_thread(self) -> io::Result<Sandbox> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        // The server holds one end: the thread lives until the server has ended.
        let (alive, ended) = oneshot::channel::<()>();
        let sandbox = Sandbox::start(self.setup()?, runtime.handle(), Some(alive))?;
        thread::Builder::new()
            .name("graph-sandbox".to_owned())
            .spawn(move || runtime.block_on(async move { drop(ended.await) }))?;
        Ok(sandbox)
    }

    fn setup(self) -> io::Result<Setup> {
        #[cfg(feature = "sandbox-schema")]
        let schema = self
            .schema
            .map(Schema::new)
            .transpose()
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let Self { mut routes, records, tolerates_panics, journal, .. } = self;
        #[cfg(feature = "sandbox-schema")]
        {
            routes.schema = schema;
        }
        routes.faults_at_start = routes.faults.get_mut().map_or(0, |faults| faults.len());
        let file = journal.or_else(|| std::env::var_os(journal::VARIABLE).map(PathBuf::from));
        routes.journal = file.map(|file| Journal::open(&file)).transpose()?;
        Ok(Setup { routes, records, tolerates_panics })
    }
}

impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxBuilder").field("handlers", &self.routes.routes.len()).finish_non_exhaustive()
    }
}
