//! A call that is ready to be awaited, and the last chance to say something about it.
//!
//! What is generic here is a few lines per *response* type; all that waits and retries is compiled once.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response};

use super::typed_response::Response as TypedResponse;
use super::{Client, Sending, success};
use crate::error::{CallName, Error};
use crate::wire::framing::{framed, frames};
use crate::wire::request::Parts;

type Decode<R> = fn(Response<Bytes>) -> Result<R, Error>;

/// A call of an endpoint whose response is `R`. Nothing is sent until it is awaited.
///
/// ```
/// use std::time::Duration;
///
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(POST, "/users/{id}/revokeSignInSessions")]
/// struct RevokeSignInSessions {
///     id: String,
/// }
///
/// async fn sign_out(client: &Client, id: &str) -> Result<(), Error> {
///     let call = RevokeSignInSessions::builder().id(id).send(client);
///     call.idempotent().timeout(Duration::from_secs(10)).header("Prefer", "respond-async").await
/// }
/// ```
///
/// What takes futures takes `.into_future()`: `join_all`, `tokio::spawn` and the like.
///
/// ```
/// use futures_util::future::try_join_all;
/// use graph_endpoint::prelude::*;
///
/// #[graph_endpoint(GET, "/users/{id}/displayName/$value", response = String)]
/// struct GetName {
///     id: String,
/// }
///
/// async fn names(client: &Client, ids: &[&str]) -> Result<Vec<String>, Error> {
///     try_join_all(ids.iter().map(|id| GetName::builder().id(*id).send(client).into_future())).await
/// }
/// ```
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<R> {
    prepared: Prepared,
    decode: Decode<R>,
}

/// What of a call has nothing to do with its response's type.
struct Prepared {
    client: Client,
    request: Result<Parts, Error>,
}

impl<R> Call<R> {
    pub(crate) fn new(client: &Client, request: Result<Parts, Error>, decode: Decode<R>) -> Self {
        Self { prepared: Prepared::new(client, request), decode }
    }

    /// How long this call may take in all, retries and waits included, in place of the client's own setting. What takes
    /// longer is [`Error::is_timeout`].
    pub fn timeout(self, timeout: Duration) -> Self {
        self.with(|parts| parts.options.timeout = Some(timeout))
    }

    /// Says that sending this call twice does no harm, so that it is sent again even when the fate of the first try
    /// is unknown.
    pub fn idempotent(self) -> Self {
        self.with(|parts| parts.options.idempotent = true)
    }

    /// Sets a header, in place of one of that name. An `Authorization` header set here is sent as it is.
    ///
    /// `Authorization`, `Proxy-Authorization`, `Cookie`, `Cookie2` and what
    /// [`credential_header`](crate::ClientBuilder::credential_header) names go to the origin of the client's base URL and
    /// nowhere else: a redirect to another origin goes on without them. If the base URL is http and not on this machine,
    /// a call that has one is an error, and nothing is sent.
    ///
    /// A name or value that can't be one is reported by the call, as [`Error::is_build`].
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.prepared.set_header(name, value);
        self
    }

    /// The `client-request-id` of this call, in place of a random one. Graph keeps it in its logs, best as a GUID.
    pub fn client_request_id(self, id: &str) -> Self {
        self.header("client-request-id", id)
    }

    /// Awaiting gives the status and the headers beside the typed value: a [`Response`](crate::Response) with its `ETag`,
    /// `Location` and ids.
    pub fn response(self) -> ResponseCall<R> {
        ResponseCall(self)
    }

    fn with(mut self, change: impl FnOnce(&mut Parts)) -> Self {
        if let Ok(parts) = &mut self.prepared.request {
            change(parts);
        }
        self
    }

    fn exchange(self) -> CallFuture<R> {
        CallFuture { exchange: self.prepared.exchange(), decode: self.decode }
    }
}

impl Prepared {
    fn new(client: &Client, request: Result<Parts, Error>) -> Self {
        Self { client: client.clone(), request }
    }

    fn set_header(&mut self, name: &str, value: &str) {
        let Ok(parts) = &mut self.request else { return };
        let problem = match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) if !frames(&name) => {
                parts.headers.insert(name, value);
                return;
            }
            (Ok(_), Ok(_)) => framed(),
            (Err(_), _) => "the header's name is not valid",
            (Ok(_), Err(_)) => "the header's value is not valid",
        };
        let error = Error::build(problem);
        self.request = Err(error.of_call(&CallName::new(&parts.method, parts.template)));
    }

    fn exchange(self) -> Exchange {
        let Self { client, request } = self;
        let call = request.as_ref().ok().map(|parts| client.call_name(&parts.method, parts.template));
        let response: Sending = match request {
            Ok(parts) => match client.along().cloned() {
                None => Box::pin(async move { success(client.fetch(parts).await?) }),
                Some(along) => Box::pin(async move { success(along.send(client, parts).await?) }),
            },
            Err(error) => Box::pin(std::future::ready(Err(error))),
        };
        Exchange { response, call }
    }
}

/// The one future that all calls share.
struct Exchange {
    response: Sending,
    /// What its errors name it; one from before it could be written names it already.
    call: Option<CallName>,
}

impl Exchange {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Response<Bytes>, Error>> {
        self.response.as_mut().poll(context).map_err(|error| self.named(error))
    }

    /// The error, which says now which call it is about.
    #[cold]
    fn named(&self, mut error: Error) -> Error {
        if let Some(call) = &self.call {
            error.name_call(call);
        }
        error
    }
}

impl<R> IntoFuture for Call<R> {
    type Output = Result<R, Error>;
    type IntoFuture = CallFuture<R>;

    fn into_future(self) -> CallFuture<R> {
        self.exchange()
    }
}

/// Nothing has it. The compiler's own words would be that a call "is not a future", and not what to do; a `Future` that
/// asks for this says both, and awaiting a call finds its [`IntoFuture`] all the same.
#[diagnostic::on_unimplemented(
    message = "a call is not a future yet; write `.into_future()` behind it for what takes futures, or `.await`",
    label = "not sent until it is awaited: `.timeout(..)`, `.header(..)` and others can still be said"
)]
pub trait TakenAsAFuture {}

#[doc(hidden)]
impl<R> Future for Call<R>
where
    (Call<R>,): TakenAsAFuture,
{
    type Output = Result<R, Error>;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Pending
    }
}

impl<R> fmt::Debug for Call<R> {
    /// Shows the method and the path as declared, never a value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Call");
        match &self.prepared.request {
            Ok(parts) => out.field("method", &parts.method).field("path", &parts.template),
            Err(error) => out.field("error", error),
        };
        out.finish_non_exhaustive()
    }
}

/// A [`Call`] in flight.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_endpoint::CallFuture;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/me/displayName/$value", response = String)]
/// struct GetName {}
/// # let sandbox = Sandbox::builder().on(|_: GetName| async { "Adele".to_owned() }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let name: CallFuture<String> = client.send(&GetName {}).into_future(); // for a struct's field, say
/// assert_eq!(name.await?, "Adele");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "a future does nothing until it is awaited"]
pub struct CallFuture<R> {
    exchange: Exchange,
    decode: Decode<R>,
}

impl<R> Future for CallFuture<R> {
    type Output = Result<R, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // There is one of this for each type of response: it is written for the least to compile.
        let this = Pin::into_inner(self);
        match this.exchange.poll(context) {
            Poll::Ready(Ok(response)) => match (this.decode)(response) {
                Ok(value) => Poll::Ready(Ok(value)),
                Err(error) => Poll::Ready(Err(this.exchange.named(error))),
            },
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<R> fmt::Debug for CallFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallFuture")
    }
}

/// A [`Call`] that hands out an [`TypedResponse`]: the value with the status and the headers.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/me/displayName/$value", response = String)]
/// struct GetName {}
/// # let sandbox = Sandbox::builder().on(|_: GetName| async { "Adele".to_owned() }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let response = client.send(&GetName {}).response().await?;
/// assert_eq!(response.status(), 200);
/// assert_eq!(response.value(), "Adele");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "a call is not sent until it is awaited"]
#[derive(Debug)]
pub struct ResponseCall<R>(Call<R>);

impl<R> IntoFuture for ResponseCall<R> {
    type Output = Result<TypedResponse<R>, Error>;
    type IntoFuture = ResponseFuture<R>;

    fn into_future(self) -> ResponseFuture<R> {
        ResponseFuture(self.0.exchange())
    }
}

/// An [`ResponseCall`] in flight.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_endpoint::ResponseFuture;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/me/displayName/$value", response = String)]
/// struct GetName {}
/// # let sandbox = Sandbox::builder().on(|_: GetName| async { "Adele".to_owned() }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let response: ResponseFuture<String> = client.send(&GetName {}).response().into_future();
/// assert_eq!(response.await?.into_value(), "Adele");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "a future does nothing until it is awaited"]
pub struct ResponseFuture<R>(CallFuture<R>);

impl<R> Future for ResponseFuture<R> {
    type Output = Result<TypedResponse<R>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.0.exchange.poll(context))?;
        let (status, headers) = (response.status(), response.headers().clone());
        match (self.0.decode)(response) {
            Ok(value) => Poll::Ready(Ok(TypedResponse::new(status, headers, value))),
            Err(error) => Poll::Ready(Err(self.0.exchange.named(error))),
        }
    }
}

impl<R> fmt::Debug for ResponseFuture<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture")
    }
}
