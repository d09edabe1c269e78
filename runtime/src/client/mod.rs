//! The client: from a declared struct to Graph and back.
//!
//! Data goes one way: an endpoint is written to [`Parts`]; the policies, one file each in `policies`, decide when and
//! how often it is sent and with which headers; `transport` sends it; what comes back is decoded by the endpoint. All
//! of that is one non-generic path, [`Client::execute`] and its streaming sibling [`Client::open`], so that an endpoint
//! adds next to nothing to what is compiled.
//!
//! # For the long jobs inside this crate
//! Paging, deltas, batches, transfers and operations build [`Parts`] and call
//! - [`Client::execute`]: the whole answer, whatever its status ([`success`] makes an error of what isn't 2xx);
//! - [`Client::open`]: the same, with the body still to be read, piece by piece ([`ResponseBody::chunk`]), or all of it
//!   after all ([`Client::collect`], for an answer that is an error).
//!
//! A link of Graph's (`@odata.nextLink`, `@odata.deltaLink`) goes into [`Parts::link`]: the token and the caller's own
//! credentials are sent only when the link's host is the base's, otherwise the call fails before anything is sent. A URL that carries its own
//! authorization (upload sessions, download locations, monitors) goes into the same with `options.anonymous = true`:
//! neither token nor `client-request-id` goes there. With `options.hand_out_redirects` a 302 is handed out instead of
//! followed, for downloads that need the address itself. A link keeps the template of the endpoint that it came from:
//! spans are named by it. Waits of their own (polling) go through [`Client::environment`].

mod answer;
#[cfg(feature = "azure-identity")]
pub(crate) mod azure;
mod base;
mod builder;
mod call;
mod cloud;
mod connections;
mod credential;
mod environment;
mod failure;
mod link;
mod origin;
mod policies;
mod reach;
pub(crate) mod runtime;
mod transport;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Response};

pub use self::answer::Answer;
pub use self::builder::ClientBuilder;
pub use self::call::{AnswerCall, AnswerFuture, Call, CallFuture};
pub use self::cloud::Cloud;
pub use self::credential::{AccessToken, Credential, CredentialFuture, IntoCredential, TokenRequest};
pub use self::environment::Environment;
pub(crate) use self::failure::{may_pass, too_large};
pub(crate) use self::policies::RETRY_ATTEMPT;
pub(crate) use self::policies::deadline::{Deadline, Stage};
pub use self::policies::retry::RetryPolicy;
pub use self::policies::throttle_key::ThrottledCall;
pub(crate) use self::transport::{ResponseBody, Watch};

use self::base::Base;
use self::origin::Origin;
use self::policies::auth::Auth;
use self::policies::budget::Budget;
use self::policies::credentials::Credentials;
use self::policies::identify::Identify;
use self::policies::limit::Limit;
use self::policies::throttle::{Gate, Throttle};
use self::transport::Transport;
use crate::batch::Coalescer;
use crate::endpoint::{Endpoint, to_parts};
use crate::error::Error;
use crate::request::Parts;

/// Calls Microsoft Graph.
///
/// Cheap to clone: clones share connections, tokens and what Graph said about throttling.
///
/// ```
/// use graph_endpoint::Client;
///
/// let client = Client::builder().token("a-token").base_url("http://127.0.0.1:8080").build()?;
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    base: Base,
    origin: Origin,
    auth: Auth,
    credentials: Credentials,
    identify: Identify,
    retry: RetryPolicy,
    budget: Budget,
    throttle: Throttle,
    limit: Limit,
    /// For a call with all its retries and waits.
    deadline: Duration,
    environment: Arc<dyn Environment>,
    transport: Transport,
    coalescer: Option<Coalescer>,
}

impl Client {
    /// A client for the global cloud, with the defaults of [`Client::builder`].
    ///
    /// If this machine's TLS can't be set up, the first call says so.
    pub fn new<Kind>(credential: impl IntoCredential<Kind>) -> Self {
        ClientBuilder::global(credential.into_credential())
    }

    /// A client with settings of your own.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Calls an endpoint: await what comes back for the typed response.
    ///
    /// The request is written right now, so that `endpoint` need not live on; what is wrong with it is reported by the
    /// call.
    pub fn send<E: Endpoint + ?Sized>(&self, endpoint: &E) -> Call<E::Response> {
        Call::new(self.clone(), to_parts(endpoint, self.inner.base.text()), E::decode)
    }

    /// Sends a request and reads the whole answer, whatever its status.
    pub(crate) async fn execute(&self, mut parts: Parts) -> Result<Response<Bytes>, Error> {
        policies::execute(&self.inner, &mut parts).await
    }

    /// As [`execute`](Self::execute), for a request whose first attempt was made elsewhere and ended like that.
    pub(crate) async fn execute_after(
        &self,
        first: Result<Response<Bytes>, Error>,
        mut parts: Parts,
    ) -> Result<Response<Bytes>, Error> {
        policies::execute_after(&self.inner, first, &mut parts).await
    }

    /// As [`execute`](Self::execute); `watch` sees a 2xx body while it comes.
    pub(crate) async fn execute_watching(
        &self,
        mut parts: Parts,
        watch: &Watch<'_>,
    ) -> Result<Response<Bytes>, Error> {
        policies::execute_watching(&self.inner, &mut parts, watch).await
    }

    /// Time and chance, for what waits.
    pub(crate) fn environment(&self) -> &dyn Environment {
        &*self.inner.environment
    }

    /// The root that paths begin with, without a version and without a slash at its end.
    pub(crate) fn base_url(&self) -> &str {
        self.inner.base.text()
    }

    /// How long a call may take, retries and waits included.
    pub(crate) fn deadline(&self) -> Duration {
        self.inner.deadline
    }

    /// How many bytes of a body are read into memory.
    pub(crate) fn max_body_size(&self) -> u64 {
        self.inner.transport.max_body_size()
    }

    /// When a call is sent again.
    pub(crate) fn retry_policy(&self) -> RetryPolicy {
        self.inner.retry
    }

    /// Pays for a retry at our own guess, if the budget has enough.
    pub(crate) fn spend_retry(&self) -> bool {
        self.inner.budget.spend()
    }

    /// A request went well: there may be another retry at our own guess.
    pub(crate) fn earn_retry(&self) {
        self.inner.budget.earn();
    }

    /// Graph asked for a pause: all calls with the same key wait.
    pub(crate) fn pause(&self, call: ThrottledCall<'_>, wait: Duration) {
        self.inner.throttle.pause(&Gate::Graph(call), wait, self.environment());
    }

    /// How long a call has to wait, spread a bit; `None` if not at all.
    pub(crate) fn paused(&self, call: ThrottledCall<'_>) -> Option<Duration> {
        let wait = self.inner.throttle.wait(|| Gate::Graph(call), self.environment())?;
        Some(Throttle::spread(wait, self.environment()))
    }

    /// Whether a header that bears credentials is among these.
    pub(crate) fn has_credentials(&self, headers: &HeaderMap) -> bool {
        self.inner.credentials.are_in(headers)
    }

    /// Where single calls wait for company, if they do.
    pub(crate) fn coalescer(&self) -> Option<&Coalescer> {
        self.inner.coalescer.as_ref()
    }

    /// As [`execute`](Self::execute), for parts that stay where they are.
    pub(crate) async fn execute_mut(&self, parts: &mut Parts) -> Result<Response<Bytes>, Error> {
        policies::execute(&self.inner, parts).await
    }

    /// Reads what [`open`](Self::open) left to be read, up to the client's limit: an error's body, say.
    pub(crate) async fn collect(&self, response: Response<ResponseBody>) -> Result<Response<Bytes>, Error> {
        let (head, body) = response.into_parts();
        Ok(Response::from_parts(head, body.collect(self.inner.transport.max_body_size()).await?))
    }

    /// Sends a request; the answer's body is still to be read, whatever its status.
    pub(crate) async fn open(&self, mut parts: Parts) -> Result<Response<ResponseBody>, Error> {
        policies::open(&self.inner, &mut parts).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.inner.base.text()).finish_non_exhaustive()
    }
}

/// An answer that is not 2xx is an error.
pub(crate) fn success(response: Response<Bytes>) -> Result<Response<Bytes>, Error> {
    if response.status().is_success() { Ok(response) } else { Err(Error::from_answer(response)) }
}

#[cfg(test)]
mod tests;
