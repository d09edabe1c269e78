//! Requests for URLs that Graph gave and that carry their own authorization: upload sessions, download locations,
//! monitors. No token goes there, and nobody in between may read them. Whether the client's requests may go there at
//! all, `origin` says, when they are sent.

use http::Method;
use reqwest::Url;

use super::Client;
use super::reach::is_loopback;
use crate::error::Error;
use crate::request::Parts;

impl Client {
    /// A request without a token.
    ///
    /// # Errors
    /// [`Error::is_build`] when `url` is neither https nor on this machine.
    pub(crate) fn anonymous_link(
        &self,
        method: Method,
        url: &str,
        template: &'static str,
    ) -> Result<Parts, Error> {
        let url = Url::parse(url)
            .map_err(|source| Error::build("the link is not an absolute URL").with_source(source))?;
        if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
            return Err(Error::build("the link is not https and not on this machine; nothing was sent"));
        }
        let mut parts = Parts::link(method, url, template);
        parts.options.anonymous = true;
        Ok(parts)
    }

    /// A request with a token if `url` is on the base's host, and without one anywhere else.
    ///
    /// # Errors
    /// As [`anonymous_link`](Self::anonymous_link).
    pub(crate) fn link(&self, method: Method, url: &str, template: &'static str) -> Result<Parts, Error> {
        match Url::parse(url) {
            Ok(parsed) if self.inner.origin.is_of(&parsed) => Ok(Parts::link(method, url, template)),
            _ => self.anonymous_link(method, url, template),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stays_at_home_and_nothing_goes_in_the_clear() {
        let client = Client::builder().token("t").base_url("https://graph.example").build().unwrap();
        let anonymous = |url| client.link(Method::GET, url, "").map(|parts| parts.options.anonymous).ok();
        assert_eq!(anonymous("https://graph.example/v1.0/me"), Some(false));
        assert_eq!(anonymous("https://graph.example:8443/v1.0/me"), Some(true));
        assert_eq!(anonymous("https://other.example/x?sig=1"), Some(true));
        assert_eq!(anonymous("http://127.0.0.1:1/x"), Some(true));
        for url in ["http://graph.example/x", "http://other.example", "ftp://127.0.0.1/x", "/v1.0/me", ""] {
            assert_eq!(anonymous(url), None, "{url}");
        }
        assert!(
            client.anonymous_link(Method::PUT, "https://graph.example/up", "").unwrap().options.anonymous
        );
    }
}
