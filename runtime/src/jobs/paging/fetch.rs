//! Pages on their way: a task for each, which sends for the page behind it as soon as it has seen its link.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Method, Response};
use reqwest::Url;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;

use super::guard::{Guard, is_same};
use super::prefetch::{Scan, scan};
use crate::client::{Bearer, Client, Reading, ResponseBody, runtime, success};
use crate::error::{Error, Kind};
use crate::wire::request::Parts;

/// How many pages may be in flight or waiting to be taken: one that is read, and the one behind it.
const AHEAD: usize = 2;

/// What errors call it.
pub(super) const NEXT_LINK: &str = "the next link";

/// What all requests of a list have in common.
pub(super) struct Fetcher {
    client: Client,
    /// What goes with every page.
    headers: HeaderMap,
    pub(super) template: &'static str,
    turns: Arc<Semaphore>,
    pub(super) guard: Guard,
}

/// A page on its way; dropping it calls it off, and those behind it.
pub(super) struct Fetch {
    /// Where it comes from.
    pub(super) url: String,
    task: JoinHandle<Fetched>,
}

/// A page that has come, or not.
pub(super) struct Fetched {
    pub(super) response: Result<Response<Bytes>, Error>,
    /// The page behind it, if its link was seen.
    pub(super) ahead: Option<Fetch>,
    /// Given back when the page is taken: then one more may be sent for.
    _turn: Option<OwnedSemaphorePermit>,
}

impl Fetcher {
    pub(super) fn new(client: Client, headers: HeaderMap, template: &'static str) -> Arc<Self> {
        Arc::new(Self {
            client,
            headers,
            template,
            turns: Arc::new(Semaphore::new(AHEAD)),
            guard: Guard::default(),
        })
    }

    /// The request for a link that came with the page at `from`. Whether the token may go there, the client decides.
    #[inline]
    pub(super) fn link(&self, from: &str, link: &str, what: &'static str) -> Result<Parts, Error> {
        let wrong = || Error::new(Kind::Decode, format!("{what} is not a URL"));
        let url = Url::parse(from).and_then(|from| from.join(link)).map_err(|_| wrong())?;
        let mut parts = self.client.link(Method::GET, url.as_str(), self.template, what, Bearer::Required)?;
        parts.headers = self.headers.clone();
        parts.headers.remove(http::header::CONTENT_TYPE);
        Ok(parts)
    }

    /// The request for a link that was saved. What has no path and no query, the text of a token or nothing at all, would
    /// name another resource beside the list, or the list from its beginning; what stands in quotes, or behind a byte order
    /// mark, as files have it, a path of the service's.
    pub(super) fn saved(&self, from: &str, link: &str, what: &'static str) -> Result<Parts, Error> {
        let begins = |first: char| first.is_ascii_alphanumeric() || matches!(first, '/' | '?' | '.' | '$');
        if !link.contains(['/', '?']) || !link.trim_ascii_start().starts_with(begins) {
            return Err(Error::build(format!(
                "{what} that was saved is none; save all of it, with its host, and nothing around it"
            )));
        }
        self.link(from, link, what)
    }

    /// Whether a link that came with the page at `from` leads to that page.
    #[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
    pub(super) fn leads_to<Program>(&self, from: &str, link: &str) -> bool {
        self.link(from, link, NEXT_LINK).is_ok_and(|parts| is_same(from, &parts.url))
    }

    /// Sends for a page. It is read into memory, whether anyone asks for it or not.
    ///
    /// `Program`: see [`crate::jobs`].
    #[expect(clippy::extra_unused_type_parameters, reason = "says where it is compiled")]
    pub(super) fn start<Program>(self: &Arc<Self>, parts: Parts) -> Result<Fetch, Error> {
        let runtime = runtime::current()?;
        let url = parts.url.clone();
        self.guard.note(&url)?;
        Ok(Fetch { url, task: runtime.spawn(self.clone().run(parts)) })
    }

    async fn run(self: Arc<Self>, mut parts: Parts) -> Fetched {
        let turn = self.turns.clone().acquire_owned().await.ok();
        if let Some(wait) = self.guard.backoff() {
            self.client.environment().sleep(wait).await;
        }
        let ahead = Mutex::new(Look::Out);
        let url = parts.url.clone();
        let watch = |beginning: &[u8]| self.look(&ahead, &url, beginning);
        let response = self.client.execute(&mut parts, Reading::Watched(&watch)).await;
        let response = response.map(|response| response.map(ResponseBody::into_read)).and_then(success);
        let ahead = match ahead.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Look::Found(ahead) => Some(ahead),
            Look::Out | Look::NoMore => None,
        };
        Fetched { response, ahead, _turn: turn }
    }

    /// Looks for the link in what has come of a page, once, and sends for the page behind it.
    #[inline]
    fn look(self: &Arc<Self>, ahead: &Mutex<Look>, url: &str, beginning: &[u8]) {
        let mut ahead = ahead.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(*ahead, Look::Out) {
            return;
        }
        *ahead = match scan(beginning) {
            Scan::More => Look::Out,
            Scan::Nothing => Look::NoMore,
            // What is wrong with the link is said when the page has been taken.
            Scan::Link(link) => {
                match self.link(url, &link, NEXT_LINK).and_then(|parts| self.start::<()>(parts)) {
                    Ok(fetch) => Look::Found(fetch),
                    Err(_) => Look::NoMore,
                }
            }
        };
    }
}

/// Whether the link has been seen.
enum Look {
    Out,
    Found(Fetch),
    NoMore,
}

impl Future for Fetch {
    type Output = Fetched;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Fetched> {
        Pin::new(&mut self.task).poll(context).map(|outcome| {
            outcome.unwrap_or_else(|_| Fetched {
                response: Err(Error::new(Kind::Transport, "the runtime ended while a page was read")),
                ahead: None,
                _turn: None,
            })
        })
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        self.task.abort();
    }
}
