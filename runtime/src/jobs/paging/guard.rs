//! What keeps a list from going on for ever because a server says so: links that lead back, and empty pages without end.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;

use crate::error::{Error, Kind};

/// How many empty pages in a row end a list with an error. Graph does send some: a filter that it applies last.
const EMPTY_PAGES: u32 = 1000;
/// How many of them are requested without a wait.
const FREE_EMPTY_PAGES: u32 = 20;
/// How much longer the wait becomes with each one behind those.
const EMPTY_PAGE_BACKOFF: Duration = Duration::from_millis(100);
/// The longest wait for a page.
const LONGEST_BACKOFF: Duration = Duration::from_secs(1);

/// What is known of a list's way.
#[derive(Default)]
pub(super) struct Guard {
    /// Hashes of the URLs that were requested: a link to one of them leads round in a circle.
    requested: Mutex<HashSet<u64>>,
    hasher: RandomState,
    /// Empty pages in a row.
    empty: AtomicU32,
}

impl Guard {
    /// Notes that a URL is requested, however it is spelled.
    ///
    /// # Errors
    /// When it was requested before.
    #[inline]
    pub(super) fn note(&self, url: &str) -> Result<(), Error> {
        let hash = match Url::parse(url) {
            Ok(url) => self.hasher.hash_one(normalized(url)),
            Err(_) => self.hasher.hash_one(url),
        };
        match self.requested.lock().unwrap_or_else(PoisonError::into_inner).insert(hash) {
            true => Ok(()),
            false => Err(Error::new(
                Kind::PagingLoop,
                "the next link leads back to a page that was read already; what came until then is good",
            )),
        }
    }

    /// Notes how many items a page has.
    ///
    /// # Errors
    /// When there were too many without any, one after the other.
    pub(super) fn received(&self, items: usize) -> Result<(), Error> {
        if items > 0 {
            self.empty.store(0, Ordering::Relaxed);
            return Ok(());
        }
        match self.empty.fetch_add(1, Ordering::Relaxed) < EMPTY_PAGES {
            true => Ok(()),
            false => Err(Error::new(
                Kind::PagingLoop,
                format!(
                    "{EMPTY_PAGES} pages without an item came one after the other; go on from the next link"
                ),
            )),
        }
    }

    /// How long to wait before the next page is requested.
    #[inline]
    pub(super) fn backoff(&self) -> Option<Duration> {
        let paid = self.empty.load(Ordering::Relaxed).checked_sub(FREE_EMPTY_PAGES)?;
        Some(EMPTY_PAGE_BACKOFF.saturating_mul(paid).min(LONGEST_BACKOFF)).filter(|wait| !wait.is_zero())
    }
}

/// Whether two URLs name the same page.
#[inline]
pub(super) fn is_same(one: &str, other: &str) -> bool {
    match (Url::parse(one), Url::parse(other)) {
        (Ok(one), Ok(other)) => normalized(one) == normalized(other),
        _ => one == other,
    }
}

/// One spelling of those that reach the same resource: without the fragment, which is not sent, with percent-encoding
/// only where it is needed, and with the query's options in one order. Scheme, host, port and dot segments are the
/// parser's. <https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2>
#[inline]
fn normalized(mut url: Url) -> String {
    url.set_fragment(None);
    let query = url.query().map(|query| {
        let mut options: Vec<_> = query.split('&').filter(|option| !option.is_empty()).map(decoded).collect();
        options.sort_unstable();
        options.join("&")
    });
    url.set_query(None);
    let path = decoded(url.as_str());
    match query.filter(|query| !query.is_empty()) {
        Some(query) => path + "?" + &query,
        None => path,
    }
}

/// With percent-encoding only where it is needed.
#[inline]
fn decoded(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        spelled.push_str(before);
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = match byte {
            Some(byte) => {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                        spelled.push(char::from(byte));
                    }
                    // These may stand as they are in a query, and Graph's names do: `$skiptoken`.
                    b'$' | b'\'' | b'(' | b')' | b',' | b':' | b'@' | b'!' | b'*' | b';' => {
                        spelled.push(char::from(byte));
                    }
                    _ => spelled.push_str(&format!("%{byte:02X}")),
                }
                after.get(2..).unwrap_or_default()
            }
            None => {
                spelled.push('%');
                after
            }
        };
    }
    spelled.push_str(rest);
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_in_many_spellings() {
        let page = "https://graph.example/v1.0/users?$skiptoken=a%2Fb";
        assert!(is_same("https://graph.example/x?a=1&b=2&", "https://graph.example/x?&b=2&&%61=1"));
        assert!(!is_same("https://graph.example/x?a=1&b=2", "https://graph.example/x?a=2&b=1"));
        for same in [
            "https://graph.example/v1.0/users?$skiptoken=a%2fb",
            "https://graph.example/v1.0/users?$skiptoken=a%2Fb#1",
            "HTTPS://GRAPH.example:443/v1.0/users?%24skiptoken=%61%2fb#",
            "https://graph.example/v1.0/x/../users?$skiptoken=a%2Fb",
            "https://graph.example/v1.0/%75sers?$skiptoken=a%2Fb",
        ] {
            assert!(is_same(page, same), "{same}");
            let guard = Guard::default();
            guard.note(page).unwrap();
            assert!(guard.note(same).unwrap_err().is_paging_loop(), "{same}");
        }
        for other in [
            "https://graph.example/v1.0/users?$skiptoken=a/b",
            "https://graph.example/v1.0/users?$skiptoken=A%2Fb",
            "https://graph.example/v1.0/users?$skiptoken=a%252Fb",
            "https://graph.example:444/v1.0/users?$skiptoken=a%2Fb",
            "https://graph.example/v1.0/users?$skiptoken=a+b",
            "https://graph.example/v1.0/users?$skiptoken=a%2",
            "https://graph.example/v1.0/users?$skiptoken=a%é",
        ] {
            assert!(!is_same(page, other), "{other}");
        }
        assert!(is_same("https://a/b?", "https://a/b"));
        assert!(is_same("http://[", "http://["));
    }

    #[test]
    fn empty_pages_are_slow_and_then_an_error() {
        let guard = Guard::default();
        for count in 0..=EMPTY_PAGES {
            assert_eq!(guard.backoff().is_some(), count > FREE_EMPTY_PAGES, "{count}");
            assert_eq!(guard.received(0).is_ok(), count < EMPTY_PAGES, "{count}");
        }
        assert_eq!(guard.backoff(), Some(LONGEST_BACKOFF));
        guard.received(1).unwrap();
        assert_eq!(guard.backoff(), None);
    }
}
