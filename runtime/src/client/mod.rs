//! The client: from a declared struct to Graph and back.
//!
//! Data goes one way: an endpoint is written to [`Parts`]; the [pipeline] with its policies decides when and how often it
//! is sent and with which headers; `transport` sends it; what comes back is decoded by the endpoint. All of that is one
//! non-generic function, [`Client::execute`], so that an endpoint adds next to nothing to what is compiled.
//!
//! # For the long jobs inside this crate
//! Paging, deltas, batches, transfers and operations build [`Parts`], of an endpoint or of a URL that Graph gave
//! ([`Client::link`], which says whether the token goes along), and call [`Client::execute`] with how much of the response
//! they want to wait for ([`Reading`]), or [`Client::fetch`] for all of it; [`success`] makes an error of what isn't 2xx. With `options.returns_redirects` a
//! 302 is handed out instead of followed, for downloads that need the address itself. A link keeps the template of the
//! endpoint that it came from: errors and spans are named by it. Waits of their own (polling) go through
//! [`Client::environment`].

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
mod inner;
mod link;
mod origin;
mod pipeline;
mod policies;
mod reach;
pub(crate) mod runtime;
mod tls;
mod transport;
pub(crate) mod typed_response;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Response};

pub use self::builder::ClientBuilder;
pub use self::call::{Call, CallFuture, ResponseCall, ResponseFuture};
pub use self::cloud::Cloud;
pub use self::credential::{AccessToken, Credential, CredentialFuture, IntoCredential, TokenRequest};
pub use self::environment::Environment;
pub(crate) use self::failure::{may_pass, too_large};
pub(crate) use self::link::Bearer;
pub(crate) use self::pipeline::{RETRY_ATTEMPT, Reading};
#[cfg(feature = "__fuzzing")]
pub(crate) use self::policies::challenge::claims as fuzz_claims;
pub(crate) use self::policies::deadline::{Deadline, Stage};
pub(crate) use self::policies::redirect::{check_scheme, leads_on};
pub use self::policies::retry::RetryPolicy;
pub(crate) use self::policies::retry::may_repeat_status;
pub use self::policies::throttle_key::ThrottledCall;
pub(crate) use self::transport::{ResponseBody, Watch};

use self::inner::Inner;
use crate::error::{CallName, Error};
use crate::wire::endpoint::{Endpoint, IntoEndpoint, to_parts};
use crate::wire::request::Parts;

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

/// Another way for single calls than alone: a long job that takes them along.
pub(crate) trait SendAlong: Send + Sync {
    /// The whole response, whatever its status.
    fn send(&self, client: Client, parts: Parts) -> Sending;
}

/// A call that was taken along.
pub(crate) type Sending = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Error>> + Send>>;

impl Client {
    /// A client for the global cloud, with the defaults of [`Client::builder`].
    ///
    /// If this machine's TLS can't be set up, the first call says so.
    pub fn new<Kind>(credential: impl IntoCredential<Kind>) -> Self {
        ClientBuilder::global(credential.into_credential(), policies::token_cache::tokens::<()>)
    }

    /// A client with settings of your own.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Calls an endpoint: await what comes back for the typed response.
    ///
    /// The request is written right now, so that `endpoint` need not live on; what is wrong with it is reported by the
    /// call.
    pub fn send<E: IntoEndpoint>(&self, endpoint: E) -> Call<<E::Endpoint as Endpoint>::Response> {
        self.call(&endpoint.into_endpoint())
    }

    /// A call of an endpoint that stays where it is.
    pub(crate) fn call<E: Endpoint>(&self, endpoint: &E) -> Call<E::Response> {
        Call::new(self, to_parts(endpoint, self.inner.base.text()), E::decode)
    }

    /// Sends a request and reads as much of the response as asked, whatever its status: the one way to the wire.
    pub(crate) async fn execute(
        &self,
        parts: &mut Parts,
        reading: Reading<'_>,
    ) -> Result<Response<ResponseBody>, Error> {
        let outcome = pipeline::execute(&self.inner, parts, reading, None).await;
        outcome.map_err(|error| error.of_call(&self.call_name(&parts.method, parts.template)))
    }

    /// As [`fetch`](Self::fetch), for a request whose first attempt was made elsewhere and ended like that.
    pub(crate) async fn fetch_after(
        &self,
        first: Result<Response<Bytes>, Error>,
        mut parts: Parts,
    ) -> Result<Response<Bytes>, Error> {
        let first = Box::new(first.map(|response| response.map(ResponseBody::read_before)));
        let outcome = pipeline::execute(&self.inner, &mut parts, Reading::Whole, Some(first)).await;
        let outcome = outcome.map(|response| response.map(ResponseBody::into_read));
        outcome.map_err(|error| error.of_call(&self.call_name(&parts.method, parts.template)))
    }

    /// [`execute`](Self::execute) for those who want all of the response and no more of the request.
    pub(crate) async fn fetch(&self, mut parts: Parts) -> Result<Response<Bytes>, Error> {
        Ok(self.execute(&mut parts, Reading::Whole).await?.map(ResponseBody::into_read))
    }

    /// What errors of such a call name it.
    pub(crate) fn call_name(&self, method: &Method, template: &'static str) -> CallName {
        CallName::new(method, template).showing_messages(self.inner.shows_messages)
    }

    /// Clock and randomness, for what waits.
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

    /// Whether a header that bears credentials is among these.
    pub(crate) fn has_credentials(&self, headers: &HeaderMap) -> bool {
        self.inner.credentials.are_in(headers)
    }

    /// How single calls are sent, if not alone.
    pub(crate) fn along(&self) -> Option<&Arc<dyn SendAlong>> {
        self.inner.along.as_ref()
    }

    /// Reads what [`Reading::Head`] left to be read, up to the client's limit: an error's body, say.
    pub(crate) async fn collect(&self, response: Response<ResponseBody>) -> Result<Response<Bytes>, Error> {
        let (head, body) = response.into_parts();
        Ok(Response::from_parts(head, body.collect(self.inner.transport.max_body_size()).await?))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.inner.base.text()).finish_non_exhaustive()
    }
}

/// A response that is not 2xx is an error.
pub(crate) fn success(response: Response<Bytes>) -> Result<Response<Bytes>, Error> {
    if response.status().is_success() { Ok(response) } else { Err(Error::from_response(response)) }
}

#[cfg(test)]
mod tests;
