//! A batch in flight, whose type says nothing of how its requests were given.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::exchange::Outcome;
use crate::error::Error;

type Outcomes = Pin<Box<dyn Future<Output = Result<Vec<Outcome>, Error>> + Send>>;

/// What `Client::batch` gives: a future of the results `T`, a tuple, an array or a `Vec`. Nothing is sent before it is
/// awaited, and dropping it calls the batch off.
///
/// ```
/// use graph_endpoint::{BatchFuture, prelude::*};
///
/// #[graph_endpoint(DELETE, "/users/{id}")]
/// struct DeleteUser {
///     id: String,
/// }
///
/// fn delete_both(client: &Client, one: DeleteUser, other: DeleteUser) -> BatchFuture<[Result<(), Error>; 2]> {
///     client.batch([one, other])
/// }
/// ```
#[must_use = "a batch is sent when it is awaited"]
pub struct BatchFuture<T> {
    outcomes: Outcomes,
    read: fn(Vec<Outcome>) -> T,
}

impl<T> BatchFuture<T> {
    pub(super) fn new(
        outcomes: impl Future<Output = Result<Vec<Outcome>, Error>> + Send + 'static,
        read: fn(Vec<Outcome>) -> T,
    ) -> Self {
        Self { outcomes: Box::pin(outcomes), read }
    }
}

impl<T> Future for BatchFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let read = self.read;
        self.outcomes.as_mut().poll(context).map_ok(read)
    }
}

impl<T> fmt::Debug for BatchFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchFuture").finish_non_exhaustive()
    }
}
