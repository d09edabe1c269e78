//! The one door for URLs that Graph gave: next and delta links, monitors, upload sessions, download locations. Whether the
//! client's requests may go there at all, `origin` says, when they are sent.

use http::Method;
use reqwest::Url;

use super::Client;
use super::reach::is_loopback;
use crate::error::Error;
use crate::wire::request::Parts;

/// Whether the token goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bearer {
    /// Always: on another origin than the base's the call is refused. For next and delta links.
    Required,
    /// On the base's origin, and to no other. For monitors and what operations lead to.
    AtHome,
    /// Never: the URL carries its own authorization. For upload sessions and download locations.
    Never,
}

impl Client {
    /// A request for a URL that Graph gave, without headers and body. `what` it is stands in errors: `the next link`.
    ///
    /// # Errors
    /// [`Error::is_build`] when `url` is not an absolute URL, or when a request without a token could be read on its way:
    /// when it is neither https nor on this machine.
    pub(crate) fn link(
        &self,
        method: Method,
        url: &str,
        template: &'static str,
        what: &'static str,
        bearer: Bearer,
    ) -> Result<Parts, Error> {
        let url = Url::parse(url)
            .map_err(|source| Error::build(format!("{what} is not an absolute URL")).with_source(source))?;
        if has_user(&url) {
            return Err(Error::build(format!("{what} names a user before its host; nothing was sent")));
        }
        let anonymous = match bearer {
            Bearer::Required => false,
            Bearer::AtHome => !self.inner.origin.is_of(&url),
            Bearer::Never => true,
        };
        if anonymous && url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
            let problem = format!("{what} is not https and not on this machine; nothing was sent");
            return Err(Error::build(problem));
        }
        let mut parts = Parts::new(method, url, template);
        parts.options.anonymous = anonymous;
        parts.options.link = Some(what);
        Ok(parts)
    }
}

/// Whether a URL is one for `user:password@host`: nothing of Graph's is, it isn't to be sent, and whoever reads
/// `https://graph.microsoft.com@..` takes the user for the host. <https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4>
pub(crate) fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stays_at_home_and_nothing_goes_in_the_clear() {
        let client = Client::builder().token("t").base_url("https://graph.example").build().unwrap();
        let anonymous = |url| {
            client.link(Method::GET, url, "", "it", Bearer::AtHome).map(|parts| parts.options.anonymous).ok()
        };
        assert_eq!(anonymous("https://graph.example/v1.0/me"), Some(false));
        assert_eq!(anonymous("https://graph.example:8443/v1.0/me"), Some(true));
        assert_eq!(anonymous("https://other.example/x?sig=1"), Some(true));
        assert_eq!(anonymous("http://127.0.0.1:1/x"), Some(true));
        for url in [
            "https://graph.example@other.example/x",
            "https://user@graph.example/x",
            "https://:password@graph.example/x",
            "http://graph.example/x",
            "http://other.example",
            "ftp://127.0.0.1/x",
            "/v1.0/me",
            "",
        ] {
            assert_eq!(anonymous(url), None, "{url}");
        }
        assert!(
            client
                .link(Method::PUT, "https://graph.example/up", "", "it", Bearer::Never)
                .unwrap()
                .options
                .anonymous
        );
    }
}
