//! Where a client's requests may go, and where its credentials may: the base URL decides both.
//!
//! Credentials (the client's token, and the headers that `policies::credentials` names) go to the base URL's scheme,
//! host and port, and nowhere else; over http only to this very machine. Anything else goes where Graph's links and
//! redirects lead, but no further in than the base is, and in the clear no further than the base does.

use reqwest::Url;

use super::reach::{Reach, is_loopback};
use crate::error::Error;

/// Scheme, host and port of the base URL. <https://www.rfc-editor.org/rfc/rfc6454#section-4>
pub(crate) struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
    /// https, or http to this very machine: nobody in between can read a token.
    confidential: bool,
    reach: Reach,
}

impl Origin {
    pub(crate) fn https(host: &str) -> Self {
        Self {
            scheme: "https".to_owned(),
            host: host.to_owned(),
            port: Some(443),
            confidential: true,
            reach: Reach::Public,
        }
    }

    pub(crate) fn of(url: &Url) -> Self {
        Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port_or_known_default(),
            confidential: url.scheme() == "https" || is_loopback(url),
            reach: Reach::of(url),
        }
    }

    pub(crate) fn is_of(&self, url: &Url) -> bool {
        url.scheme() == self.scheme
            && url.host_str() == Some(self.host.as_str())
            && url.port_or_known_default() == self.port
    }

    /// Whether nobody on the way to it can read what is sent.
    pub(crate) fn is_confidential(&self) -> bool {
        self.confidential
    }

    /// Whether it is on this machine.
    pub(crate) fn is_on_this_machine(&self) -> bool {
        self.reach == Reach::Machine
    }

    /// Refuses a URL that no credential must be sent to.
    pub(crate) fn check_credentials_may_go_to(&self, url: &Url, what: &str) -> Result<(), Error> {
        if !self.is_of(url) {
            return Err(Error::build(format!(
                "{what} is not on the host of the client's base URL; neither a token nor a header with credentials goes \
                 there, nothing was sent"
            )));
        }
        if !self.confidential {
            return Err(Error::build(
                "the base URL is http and not on this machine; a token or a header with credentials goes only over \
                 https, nothing was sent",
            ));
        }
        Ok(())
    }

    /// Why a link or redirect to this URL must not be followed, if it must not.
    pub(crate) fn problem_with(&self, url: &Url) -> Option<&'static str> {
        if !matches!(url.scheme(), "http" | "https") {
            Some("what is not an http or https URL")
        } else if !self.reach.may_lead_to(Reach::of(url)) {
            Some("this machine or its network, where the client's base URL is not")
        } else if url.scheme() == "http" && self.confidential && !is_loopback(url) {
            Some("another machine in the clear, without https")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(url: &str) -> Origin {
        Origin::of(&Url::parse(url).unwrap())
    }

    #[test]
    fn a_token_goes_to_the_same_origin_only() {
        let graph = origin("https://graph.microsoft.com");
        for url in ["https://graph.microsoft.com/v1.0/me", "https://GRAPH.microsoft.com:443/beta/$batch"] {
            assert!(graph.check_credentials_may_go_to(&Url::parse(url).unwrap(), "it").is_ok(), "{url}");
        }
        for url in [
            "http://graph.microsoft.com/v1.0/me",
            "https://graph.microsoft.com:8443/v1.0/me",
            "https://graph.microsoft.com.evil.example/v1.0/me",
            "https://graph.microsoft.com@evil.example/v1.0/me",
            "https://evil.example/graph.microsoft.com",
            "https://graph.microsoft.us/v1.0/me",
        ] {
            assert!(graph.check_credentials_may_go_to(&Url::parse(url).unwrap(), "it").is_err(), "{url}");
        }
    }

    #[test]
    fn over_http_a_token_stays_on_this_machine() {
        for base in ["http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:8080", "http://localhost:8080"] {
            assert!(
                origin(base).check_credentials_may_go_to(&Url::parse(base).unwrap(), "it").is_ok(),
                "{base}"
            );
        }
        for base in
            ["http://10.0.0.1", "http://[::2]", "http://localhost.example", "http://127.0.0.1.example"]
        {
            assert!(
                origin(base).check_credentials_may_go_to(&Url::parse(base).unwrap(), "it").is_err(),
                "{base}"
            );
        }
    }

    #[test]
    fn nothing_leads_to_this_machine_or_its_network_but_from_there() {
        let problem = |base: &str, url: &str| origin(base).problem_with(&Url::parse(url).unwrap()).is_some();
        for url in [
            "http://127.0.0.1:8080/x",
            "https://localhost./x",
            "https://[::ffff:127.0.0.1]/x",
            "https://0.0.0.0/x",
            "https://169.254.169.254/metadata/identity/oauth2/token",
            "https://192.168.0.1/x",
            "https://printer/x",
            "http://other.example/x",
            "ftp://other.example/x",
        ] {
            assert!(problem("https://graph.microsoft.com", url), "{url}");
        }
        for (base, url) in [
            ("https://graph.microsoft.com", "https://contoso.sharepoint.com/x"),
            ("http://127.0.0.1:8080", "http://localhost:1/x"),
            ("http://127.0.0.1:8080", "https://contoso.sharepoint.com/x"),
            ("https://10.0.0.1", "https://10.0.0.2/x"),
            ("http://graph.test.example", "http://files.test.example/x"),
        ] {
            assert!(!problem(base, url), "{base} {url}");
        }
        assert!(problem("http://127.0.0.1:8080", "http://169.254.169.254/x"));
        assert!(problem("http://127.0.0.1:8080", "http://files.test.example/x"));
        assert!(problem("https://10.0.0.1", "https://127.0.0.1/x"));
    }
}
