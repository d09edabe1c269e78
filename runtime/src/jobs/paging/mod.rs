//! Lists over all their pages: while one is worked on, the next one is on its way, and never more than that.
//!
//! <https://learn.microsoft.com/graph/paging>

mod ending;
mod fetch;
mod guard;
mod prefetch;

use std::fmt;
use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Response};

use self::fetch::{Fetch, Fetched, Fetcher, NEXT_LINK};
use crate::client::Client;
use crate::error::{CallName, Error};
use crate::types::page::Page;
use crate::wire::endpoint::{Endpoint, IntoEndpoint, to_parts};
use crate::wire::request::Parts;

impl Client {
    /// All pages of a list, as a stream.
    ///
    /// Nothing is sent until the stream is polled; dropping it ends what is in flight. The next page is requested as soon
    /// as its link is known, which Graph writes in front of the items: while this page is still being read. Two pages at
    /// most are in flight or wait to be taken, however long the list is. Headers of the first request
    /// (`ConsistencyLevel`, `Prefer`) go with every page. The stream needs a tokio runtime, as the client does.
    ///
    /// A link to another origin than the base URL's is an error, and nothing is sent, when the client has a token or the
    /// endpoint a header with credentials.
    ///
    /// An error ends the stream; [`Pages::next_link`] then is where [`pages_from`](Self::pages_from) goes on. A link that
    /// leads back to a page that came, and 1,000 empty pages in a row (behind 20 the next one waits, up to 1 s), are such
    /// an error, [`Error::is_paging_loop`], behind the items until then. An empty page whose link leads to itself is the
    /// end of the list.
    pub fn pages<E, T>(&self, endpoint: E) -> Pages<T>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
    {
        let endpoint = endpoint.into_endpoint();
        Pages::new(self.clone(), to_parts(&endpoint, self.base_url()), E::Endpoint::decode)
    }

    /// The pages of a list from a saved `@odata.nextLink` on. `endpoint` says of what type they are, and which headers
    /// go with them.
    pub fn pages_from<E, T>(&self, endpoint: E, link: &str) -> Pages<T>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
    {
        self.pages_at(endpoint, link, NEXT_LINK)
    }

    /// As [`pages_from`](Self::pages_from); errors call the link by `what` it is.
    pub(crate) fn pages_at<E, T>(&self, endpoint: E, link: &str, what: &'static str) -> Pages<T>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
    {
        let mut pages = self.pages(endpoint);
        if let State::Ready(Ok(first)) = &pages.state {
            let next = pages.fetcher.saved(&first.url, link, what);
            pages.state = State::Ready(next.map(Box::new));
            pages.next_link = Some(link.to_owned());
        }
        pages
    }

    /// All items of a list, as a stream over its pages: see [`pages`](Self::pages).
    ///
    /// ```
    /// use futures_util::TryStreamExt as _;
    /// use graph_endpoint::prelude::*;
    ///
    /// #[graph_type("microsoft.graph.user")]
    /// pub struct UserSummary {
    ///     display_name: Option<String>,
    /// }
    ///
    /// #[graph_endpoint(GET, "/users", response = Page<UserSummary>, select)]
    /// pub struct ListUsers {
    ///     #[graph(query = "$top")]
    ///     page_size: Option<u32>,
    /// }
    ///
    /// async fn names(client: &Client) -> Result<Vec<Option<String>>, Error> {
    ///     let users = client.items(ListUsers::builder().page_size(999));
    ///     users.map_ok(|user| user.display_name).try_collect().await
    /// }
    /// ```
    pub fn items<E, T>(&self, endpoint: E) -> Items<T>
    where
        E: IntoEndpoint<Endpoint: Endpoint<Response = Page<T>>>,
    {
        self.pages(endpoint).into_items()
    }
}

/// The pages of a list: a stream of [`Page`]s, made by [`Client::pages`].
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt as _;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/users", response = Page<User>)]
/// struct ListUsers {}
/// #[graph_type("microsoft.graph.user")]
/// #[derive(Clone)]
/// struct User { id: String }
/// # let users = ["1", "2", "3"].map(|id| User { id: id.into() }).to_vec();
/// # let sandbox = Sandbox::builder().on_pages::<ListUsers, _>(users, 2).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let mut pages = client.pages(&ListUsers {});
/// while let Some(page) = pages.try_next().await? {
///     println!("{} users; to go on later: {:?}", page.value.len(), pages.next_link());
/// }
/// let users: Vec<User> = client.pages(&ListUsers {}).into_items().try_collect().await?;
/// assert_eq!(users.len(), 3);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    fetcher: Arc<Fetcher>,
    /// What its errors name it; one from before it could be written names it already.
    call: Option<CallName>,
    decode: fn(Response<Bytes>) -> Result<Page<T>, Error>,
    state: State,
    next_link: Option<String>,
    count: Option<u64>,
}

enum State {
    /// Still to be sent.
    Ready(Result<Box<Parts>, Error>),
    InFlight(Fetch),
    Done,
}

impl<T> Pages<T> {
    fn new(
        client: Client,
        first: Result<Parts, Error>,
        decode: fn(Response<Bytes>) -> Result<Page<T>, Error>,
    ) -> Self {
        let (headers, template) = match &first {
            Ok(parts) => (parts.headers.clone(), parts.template),
            Err(_) => (HeaderMap::new(), ""),
        };
        let call = first.as_ref().ok().map(|parts| client.call_name(&parts.method, parts.template));
        Self {
            fetcher: Fetcher::new(client, headers, template),
            call,
            decode,
            state: State::Ready(first.map(Box::new)),
            next_link: None,
            count: None,
        }
    }

    /// The link of the page behind the last one that came out: save it to go on from there another time. After an error
    /// it is the link of the page that failed. `None` behind the last page, and before the first one unless the stream
    /// began with a link.
    pub fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }

    /// `@odata.count` of the first page, once it is there and if it was asked for.
    pub fn total_count(&self) -> Option<u64> {
        self.count
    }

    /// The items of all pages.
    pub fn into_items(self) -> Items<T> {
        Items { pages: self, current: Vec::new().into_iter() }
    }

    /// Says which call an error is about.
    pub(super) fn named(&self, error: Error) -> Error {
        match &self.call {
            Some(call) => error.of_call(call),
            None => error,
        }
    }

    /// Takes a page in, and sees to it that the one behind it is sent for.
    fn receive(&mut self, url: &str, fetched: Fetched) -> Result<Page<T>, Error> {
        let page = (self.decode)(fetched.response?)?;
        self.count = self.count.or(page.count);
        self.next_link.clone_from(&page.next_link);
        if let Some(error) = ending::behind(&page) {
            // Its items are fine: the error comes behind them.
            self.state = State::Ready(Err(error));
        }
        let empty_pages = self.fetcher.guard.received(page.value.len());
        if let Some(link) = &page.next_link {
            if page.value.is_empty() && self.fetcher.leads_to::<()>(url, link) {
                // Some services end a list so.
                self.next_link = None;
                return Ok(Page { next_link: None, ..page });
            }
            let next = empty_pages.and_then(|()| self.follow(url, link, fetched.ahead));
            self.state = match next {
                Ok(fetch) => State::InFlight(fetch),
                // This page is fine: the error comes behind it.
                Err(error) => State::Ready(Err(error)),
            };
        }
        Ok(page)
    }

    /// The page behind the one from `url`: on its way already if its link was seen early.
    fn follow(&self, url: &str, link: &str, ahead: Option<Fetch>) -> Result<Fetch, Error> {
        let parts = self.fetcher.link(url, link, NEXT_LINK)?;
        match ahead.filter(|ahead| ahead.url == parts.url) {
            Some(ahead) => Ok(ahead),
            None => self.fetcher.start::<()>(parts),
        }
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = self.get_mut();
        loop {
            match std::mem::replace(&mut pages.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Ready(request) => match request.and_then(|parts| pages.fetcher.start::<()>(*parts)) {
                    Ok(fetch) => pages.state = State::InFlight(fetch),
                    Err(error) => return Poll::Ready(Some(Err(pages.named(error)))),
                },
                State::InFlight(mut fetch) => {
                    let Poll::Ready(fetched) = Pin::new(&mut fetch).poll(context) else {
                        pages.state = State::InFlight(fetch);
                        return Poll::Pending;
                    };
                    let page = pages.receive(&fetch.url, fetched);
                    return Poll::Ready(Some(page.map_err(|error| pages.named(error))));
                }
            }
        }
    }
}

/// The fields are moved freely: nothing points into them.
impl<T> Unpin for Pages<T> {}

/// The items of a list: a stream over all its pages, made by [`Client::items`].
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::TryStreamExt as _;
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/users", response = Page<User>)]
/// struct ListUsers {}
/// #[graph_type("microsoft.graph.user")]
/// #[derive(Clone)]
/// struct User { id: String }
/// # let users = ["1", "2", "3"].map(|id| User { id: id.into() }).to_vec();
/// # let sandbox = Sandbox::builder().on_pages::<ListUsers, _>(users, 2).start().await?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build()?;
///
/// let mut users = client.items(&ListUsers {});
/// while let Some(user) = users.try_next().await? {
///     println!("{}", user.id);
/// }
/// assert_eq!(users.next_link(), None); // that was the last page
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    current: std::vec::IntoIter<T>,
}

impl<T> Items<T> {
    /// The link of the page behind the one whose items come out now: see [`Pages::next_link`].
    pub fn next_link(&self) -> Option<&str> {
        self.pages.next_link()
    }

    /// `@odata.count` of the first page, once it is there and if it was asked for.
    pub fn total_count(&self) -> Option<u64> {
        self.pages.total_count()
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let items = self.get_mut();
        loop {
            if let Some(item) = items.current.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut items.pages).poll_next(context)) {
                // An empty page is not the end.
                Some(Ok(page)) => items.current = page.value.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> Unpin for Items<T> {}

impl<T> fmt::Debug for Pages<T> {
    /// The path as declared; links hold values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("path", &self.fetcher.template).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("path", &self.pages.fetcher.template).finish_non_exhaustive()
    }
}
