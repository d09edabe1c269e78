//! Lists over all their pages: one page is read while the next one is on its way, and never more than that.
//!
//! <https://learn.microsoft.com/graph/paging>

use std::collections::HashSet;
use std::fmt;
use std::future::Future as _;
use std::hash::{BuildHasher as _, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Method, Response};
use reqwest::Url;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::client::{Client, success};
use crate::endpoint::{Endpoint, to_parts};
use crate::error::{Error, Kind};
use crate::page::Page;
use crate::request::Parts;

impl Client {
    /// All pages of a list, as a stream.
    ///
    /// Nothing is sent until the stream is polled; dropping it ends what is under way. A page's successor is requested as
    /// soon as the page is there, so that it travels while the page is worked on. Headers of the first request
    /// (`ConsistencyLevel`, `Prefer`) go with every page. The stream needs a tokio runtime, as the client does.
    ///
    /// An error ends the stream; [`Pages::next_link`] then is where [`pages_from`](Self::pages_from) goes on.
    pub fn pages<E, T>(&self, endpoint: &E) -> Pages<T>
    where
        E: Endpoint<Response = Page<T>> + ?Sized,
    {
        Pages::new(self.clone(), to_parts(endpoint, self.base_url()), E::decode)
    }

    /// The pages of a list from a saved `@odata.nextLink` on. `endpoint` says of what type they are, and which headers
    /// go with them.
    pub fn pages_from<E, T>(&self, endpoint: &E, link: &str) -> Pages<T>
    where
        E: Endpoint<Response = Page<T>> + ?Sized,
    {
        let mut pages = self.pages(endpoint);
        if let State::Ready(Ok(first)) = &pages.state {
            let next = pages.link(&first.url, link);
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
    ///     let users = client.items(&ListUsers::builder().page_size(999).build());
    ///     users.map_ok(|user| user.display_name).try_collect().await
    /// }
    /// ```
    pub fn items<E, T>(&self, endpoint: &E) -> Items<T>
    where
        E: Endpoint<Response = Page<T>> + ?Sized,
    {
        self.pages(endpoint).into_items()
    }
}

/// The pages of a list: a stream of [`Page`]s, made by [`Client::pages`].
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    client: Client,
    /// What goes with every page.
    headers: HeaderMap,
    template: &'static str,
    decode: fn(Response<Bytes>) -> Result<Page<T>, Error>,
    state: State,
    /// The URL of the page that is requested or under way.
    current: String,
    next_link: Option<String>,
    count: Option<u64>,
    /// Hashes of the URLs that were requested: a link to one of them leads round in a circle.
    requested: HashSet<u64>,
    hasher: RandomState,
}

enum State {
    /// Still to be sent.
    Ready(Result<Box<Parts>, Error>),
    UnderWay(Fetch),
    Done,
}

/// A page on its way; dropping it calls it off.
struct Fetch(JoinHandle<Result<Response<Bytes>, Error>>);

impl Drop for Fetch {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<T> Pages<T> {
    fn new(
        client: Client,
        first: Result<Parts, Error>,
        decode: fn(Response<Bytes>) -> Result<Page<T>, Error>,
    ) -> Self {
        let (headers, template, current) = match &first {
            Ok(parts) => (parts.headers.clone(), parts.template, parts.url.clone()),
            Err(_) => (HeaderMap::new(), "", String::new()),
        };
        Self {
            client,
            headers,
            template,
            decode,
            state: State::Ready(first.map(Box::new)),
            current,
            next_link: None,
            count: None,
            requested: HashSet::new(),
            hasher: RandomState::new(),
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

    /// The request for a link that came with the page at `from`. Whether the token may go there, the client decides.
    fn link(&self, from: &str, link: &str) -> Result<Parts, Error> {
        let wrong = || Error::new(Kind::Decode, "the next link is not a URL");
        let url = Url::parse(from).and_then(|from| from.join(link)).map_err(|_| wrong())?;
        let mut parts = Parts::link(Method::GET, url, self.template);
        parts.headers = self.headers.clone();
        parts.headers.remove(http::header::CONTENT_TYPE);
        Ok(parts)
    }

    fn fetch(&mut self, request: Result<Parts, Error>) -> Result<Fetch, Error> {
        let parts = request?;
        if !self.requested.insert(self.hash(&parts.url)) {
            return Err(Error::new(Kind::Decode, "the next link leads back to a page that was read already"));
        }
        let runtime =
            Handle::try_current().map_err(|_| Error::build("pages are read within a tokio runtime"))?;
        self.current.clone_from(&parts.url);
        let client = self.client.clone();
        Ok(Fetch(runtime.spawn(async move { success(client.execute(parts).await?) })))
    }

    /// However the URL is spelled.
    fn hash(&self, url: &str) -> u64 {
        match Url::parse(url) {
            Ok(url) => self.hasher.hash_one(url.as_str()),
            Err(_) => self.hasher.hash_one(url),
        }
    }

    /// Takes a page in, and sends for the one behind it.
    fn receive(&mut self, answer: Response<Bytes>) -> Result<Page<T>, Error> {
        let page = (self.decode)(answer)?;
        self.count = self.count.or(page.count);
        self.next_link.clone_from(&page.next_link);
        if let Some(link) = &page.next_link {
            let next = self.link(&self.current, link);
            self.state = match self.fetch(next) {
                Ok(fetch) => State::UnderWay(fetch),
                // This page is fine: the error comes behind it.
                Err(error) => State::Ready(Err(error)),
            };
        }
        Ok(page)
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let pages = self.get_mut();
        loop {
            match std::mem::replace(&mut pages.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Ready(request) => match pages.fetch(request.map(|parts| *parts)) {
                    Ok(fetch) => pages.state = State::UnderWay(fetch),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::UnderWay(mut fetch) => {
                    let Poll::Ready(outcome) = Pin::new(&mut fetch.0).poll(context) else {
                        pages.state = State::UnderWay(fetch);
                        return Poll::Pending;
                    };
                    let answer = outcome.unwrap_or_else(|_| {
                        Err(Error::new(Kind::Transport, "the runtime ended while a page was read"))
                    });
                    return Poll::Ready(Some(answer.and_then(|answer| pages.receive(answer))));
                }
            }
        }
    }
}

/// The fields are moved freely: nothing points into them.
impl<T> Unpin for Pages<T> {}

/// The items of a list: a stream over all its pages, made by [`Client::items`].
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
        f.debug_struct("Pages").field("path", &self.template).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("path", &self.pages.template).finish_non_exhaustive()
    }
}
