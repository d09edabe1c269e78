//! What can be sent as one batch: a tuple of requests, each with its own type, or a list of requests of one type.

use std::fmt;

use bytes::Bytes;
use http::Response;

use super::exchange::Outcome;
use crate::error::{CallName, Error};
use crate::wire::endpoint::{Endpoint, IntoEndpoint, to_parts};
use crate::wire::request::Parts;
use crate::wire::tuples::for_tuples;

/// Requests that go out together: a tuple of up to 12, or an array or a `Vec` of any length.
///
/// What [`Client::batch`](crate::Client::batch) takes; it gives a tuple, an array or a `Vec` of their results.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use futures_util::TryStreamExt as _;
/// use graph_endpoint::ValueOf;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/users/{id}/displayName", response = ValueOf<String>)]
/// struct GetName { id: String }
/// # let sandbox = Sandbox::builder().on(|get: GetName| async { ValueOf::from(get.id) }).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let get = |id: &str| GetName { id: id.into() };
/// let (adele, lee) = client.batch((get("adele"), &get("lee"))).await?; // a tuple: of any types
/// assert_eq!((adele?.value, lee?.value), ("adele".into(), "lee".into()));
///
/// let names = client.batch(vec![get("adele"), get("lee")]).await?; // a `Vec`: of one type
/// assert!(names.iter().all(Result::is_ok));
/// let [adele, _] = client.batch([get("adele"), get("lee")]).await?; // an array, too
/// assert_eq!(adele?.value, "adele");
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be sent as a batch; give `batch` a tuple, an array or a `Vec` of requests: `client.batch((&a, &b))`"
)]
pub trait BatchRequests {
    /// The result of each request, in the same order.
    type Responses;

    #[doc(hidden)]
    fn write(self, out: &mut BatchWriter<'_>);

    #[doc(hidden)]
    fn read(responses: &mut BatchReader) -> Self::Responses;
}

/// Takes the requests in.
#[doc(hidden)]
pub struct BatchWriter<'a> {
    base: &'a str,
    pub(super) requests: Vec<Result<Parts, Error>>,
}

impl<'a> BatchWriter<'a> {
    pub(super) fn new(base: &'a str) -> Self {
        Self { base, requests: Vec::new() }
    }

    pub fn add<E: Endpoint + ?Sized>(&mut self, endpoint: &E) {
        self.requests.push(to_parts(endpoint, self.base));
    }
}

impl fmt::Debug for BatchWriter<'_> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BatchWriter")
    }
}

/// Hands the responses out.
#[doc(hidden)]
pub struct BatchReader(std::vec::IntoIter<Outcome>);

impl BatchReader {
    pub(super) fn new(outcomes: Vec<Outcome>) -> Self {
        Self(outcomes.into_iter())
    }

    pub fn next<E: Endpoint>(&mut self) -> Result<E::Response, Error> {
        decode(self.0.next(), E::decode, || CallName::new(&E::METHOD, E::PATH))
    }
}

impl fmt::Debug for BatchReader {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BatchReader")
    }
}

/// The typed result of an item.
pub(super) fn decode<R>(
    outcome: Option<Outcome>,
    decode: fn(Response<Bytes>) -> Result<R, Error>,
    call: impl FnOnce() -> CallName,
) -> Result<R, Error> {
    match outcome {
        Some(outcome) => decode(outcome?).map_err(|error| error.of_call(&call())),
        None => Err(Error::build("the batch has no response left for this request").of_call(&call())),
    }
}

impl<E: IntoEndpoint> BatchRequests for Vec<E> {
    type Responses = Vec<Result<<E::Endpoint as Endpoint>::Response, Error>>;

    fn write(self, out: &mut BatchWriter<'_>) {
        self.into_iter().for_each(|endpoint| out.add(&endpoint.into_endpoint()));
    }

    fn read(responses: &mut BatchReader) -> Self::Responses {
        std::iter::from_fn(|| (responses.0.len() > 0).then(|| responses.next::<E::Endpoint>())).collect()
    }
}

impl<E: IntoEndpoint, const N: usize> BatchRequests for [E; N] {
    type Responses = [Result<<E::Endpoint as Endpoint>::Response, Error>; N];

    fn write(self, out: &mut BatchWriter<'_>) {
        self.into_iter().for_each(|endpoint| out.add(&endpoint.into_endpoint()));
    }

    fn read(responses: &mut BatchReader) -> Self::Responses {
        std::array::from_fn(|_| responses.next::<E::Endpoint>())
    }
}

macro_rules! tuple {
    () => {};
    ($($endpoint:ident $at:tt)*) => {
        impl<$($endpoint: IntoEndpoint),*> BatchRequests for ($($endpoint,)*) {
            type Responses = ($(Result<<$endpoint::Endpoint as Endpoint>::Response, Error>,)*);

            fn write(self, out: &mut BatchWriter<'_>) {
                $(out.add(&self.$at.into_endpoint());)*
            }

            fn read(responses: &mut BatchReader) -> Self::Responses {
                ($(responses.next::<$endpoint::Endpoint>(),)*)
            }
        }
    };
}

for_tuples!(tuple);
