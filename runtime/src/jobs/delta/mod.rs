//! What has changed in a list since the last time: changes as a stream, and a token to go on from.
//!
//! A run is a list over pages, and is read as one: see `paging.rs`. What is added here is which items are removals,
//! the link at the end, and the new beginning after `410 Gone`.
//!
//! <https://learn.microsoft.com/graph/delta-query-overview>

mod change;
mod replay;
mod resync;
mod token;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

pub use self::change::{Change, RemovalReason, Removed};
pub use self::resync::Resync;
pub use self::token::DeltaToken;

use self::replay::Replay;
use crate::client::Client;
use crate::error::{Error, Kind};
use crate::jobs::paging::Pages;
use crate::types::page::Page;
use crate::wire::endpoint::{Endpoint, IntoEndpoint};

impl Client {
    /// All items of a list, and a token with which [`delta_from`](Self::delta_from) tells later what has changed since.
    ///
    /// `endpoint` is one of Graph's delta functions, declared with a `Page<T>` as its response. Nothing is sent until
    /// the stream is polled; pages are read as [`pages`](Self::pages) reads them, in constant memory, the next one
    /// requested ahead. When the stream has ended, [`Delta::token`] is what to store.
    ///
    /// Three things are the endpoint's:
    /// - To begin with what happens from now on, and skip what is there, declare the token as a query option and send
    ///   `latest`: `#[graph(query = "$deltatoken")] token: Option<String>`, for drives `#[graph(query = "token")]`.
    /// - Drives tell a removal by a property of the item itself: declare `deleted: Option<Untyped>`.
    /// - Links that come or go (`members@delta`) are properties like others: `#[graph(rename = "members@delta")]`, or
    ///   `#[graph(additional)]` for all that has no field.
    ///
    /// ```
    /// use futures_util::TryStreamExt as _;
    /// use graph_endpoint::prelude::*;
    /// use graph_endpoint::{Change, DeltaToken};
    ///
    /// #[graph_type("microsoft.graph.user")]
    /// pub struct UserSummary {
    ///     id: String,
    ///     display_name: Nullable<String>,
    /// }
    ///
    /// #[graph_endpoint(GET, "/users/delta", response = Page<UserSummary>, select)]
    /// pub struct UserChanges {}
    ///
    /// async fn synchronize(client: &Client, saved: Option<DeltaToken>) -> Result<Option<DeltaToken>, Error> {
    ///     let mut changes = match saved {
    ///         Some(token) => client.delta_from(&UserChanges {}, &token),
    ///         None => client.delta(&UserChanges {}),
    ///     };
    ///     while let Some(change) = changes.try_next().await? {
    ///         match change {
    ///             Change::Changed(user) => println!("{} is new or has changed", user.id),
    ///             Change::Removed(user) => println!("{} is gone: {:?}", user.id(), user.reason()),
    ///             Change::Resync(_) => println!("all that is known is to be dropped"),
    ///             _ => {}
    ///         }
    ///     }
    ///     Ok(changes.token().cloned())
    /// }
    /// ```
    pub fn delta<E, T>(&self, endpoint: E) -> Delta<T>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
        T: DeserializeOwned,
    {
        Delta::new(Replay::new(self, &endpoint.into_endpoint()), None)
    }

    /// What has changed since a token was saved. `endpoint` says of what type the items are, and which headers go with
    /// each page; its query options are in the token already.
    ///
    /// When Graph no longer knows the token ([410 Gone]), [`Change::Resync`] comes, and behind it the list anew: from
    /// the `Location` of that response, or, if it has none, from `endpoint` as it is. That happens once; a second time in
    /// the same run it is an error. So `endpoint` had better not be one that begins with `latest`, which would skip all
    /// that happened in between.
    ///
    /// [410 Gone]: https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset
    pub fn delta_from<E, T>(&self, endpoint: E, token: &DeltaToken) -> Delta<T>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
        T: DeserializeOwned,
    {
        Delta::new(Replay::new(self, &endpoint.into_endpoint()), Some(token.clone()))
    }
}

/// The changes of a list: a stream of [`Change`]s, made by [`Client::delta`].
///
/// An error ends the stream. What came until then is good, and [`checkpoint`](Self::checkpoint) is where to go on.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt as _;
/// use graph_endpoint::{Change, prelude::*};
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/users/delta", response = Page<User>)]
/// struct UserChanges {}
/// #[graph_type("microsoft.graph.user")]
/// struct User { id: String }
/// # let sandbox = Sandbox::builder()
/// #     .on(|_: UserChanges| async {
/// #         http::Response::new(
/// #             r#"{"@odata.deltaLink": "/v1.0/users/delta?$deltatoken=next", "value": [
/// #                 {"id": "1"}, {"id": "2", "@removed": {"reason": "deleted"}}]}"#,
/// #         )
/// #     })
/// #     .start()
/// #     .await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let mut changes = client.delta(&UserChanges {});
/// while let Some(change) = changes.try_next().await? {
///     println!("{:?}", matches!(change, Change::Removed(_)));
/// }
/// let token = changes.token().ok_or("the run isn't at its end")?; // to store, for `client.delta_from`
/// assert!(token.as_str().ends_with("$deltatoken=next"));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Delta<T> {
    again: Replay<T>,
    pages: Pages<Change<T>>,
    items: std::vec::IntoIter<Change<T>>,
    /// Where the page begins whose items come out now; `None` is the beginning of the list.
    here: Option<DeltaToken>,
    /// Where the page behind it begins.
    next: Option<DeltaToken>,
    /// The delta link of the last page.
    last: Option<DeltaToken>,
    has_begun_anew: bool,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    InFlight,
    Complete,
    Failed,
}

impl<T> Delta<T> {
    fn new(again: Replay<T>, from: Option<DeltaToken>) -> Self {
        Self {
            pages: again.pages(from.as_ref().map(|token| (token.as_str(), "the delta link"))),
            again,
            items: Vec::new().into_iter(),
            here: from.clone(),
            next: from,
            last: None,
            has_begun_anew: false,
            state: State::InFlight,
        }
    }

    /// Where to go on another time. There only when the stream has ended, and not by an error: every change has come
    /// out.
    pub fn token(&self) -> Option<&DeltaToken> {
        self.last.as_ref().filter(|_| self.state == State::Complete)
    }

    /// Where to go on if this run is broken off now: at the beginning of the page whose changes come out, so that some
    /// of them come twice and none is lost. `None` is the beginning of the list; at the end it is the
    /// [`token`](Self::token).
    pub fn checkpoint(&self) -> Option<&DeltaToken> {
        self.token().or(self.here.as_ref())
    }

    fn receive(&mut self, page: Page<Change<T>>) {
        self.here = self.next.take();
        self.next = page.next_link.map(DeltaToken::from);
        self.last = page.delta_link.map(DeltaToken::from);
        self.items = page.value.into_iter();
    }

    /// After the last page.
    fn complete(&mut self) -> Option<Result<Change<T>, Error>> {
        if self.last.is_some() {
            self.state = State::Complete;
            return None;
        }
        self.state = State::Failed;
        let problem = "the list ended without a delta link; is the endpoint a delta function?";
        Some(Err(self.pages.named(Error::new(Kind::Decode, problem))))
    }

    /// Begins anew if that is what the error asks for.
    fn begin_anew(&mut self, error: Error) -> Result<Change<T>, Error> {
        // What failed is the page behind.
        self.here = self.next.take();
        let resync = Resync::from_error(&error).filter(|_| !self.has_begun_anew);
        let Some(resync) = resync else {
            self.state = State::Failed;
            return Err(error);
        };
        self.has_begun_anew = true;
        let from = resync::location(&error);
        self.pages = self.again.pages(from.map(|link| (link, "the `Location` to begin anew from")));
        self.here = from.map(|link| DeltaToken::from(link.to_owned()));
        self.next = self.here.clone();
        Ok(Change::Resync(resync))
    }
}

impl<T> Stream for Delta<T> {
    type Item = Result<Change<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let delta = self.get_mut();
        loop {
            if let Some(item) = delta.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            if delta.state != State::InFlight {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut delta.pages).poll_next(context)) {
                Some(Ok(page)) => delta.receive(page),
                Some(Err(error)) => return Poll::Ready(Some(delta.begin_anew(error))),
                None => return Poll::Ready(delta.complete()),
            }
        }
    }
}

/// The fields are moved freely: nothing points into them.
impl<T> Unpin for Delta<T> {}

impl<T> fmt::Debug for Delta<T> {
    /// The path as declared; links hold values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delta").field("pages", &self.pages).finish_non_exhaustive()
    }
}
