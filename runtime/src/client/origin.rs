//! Where a token may go: the base URL's scheme, host and port, and nowhere else.

use reqwest::Url;

use crate::error::Error;

/// Scheme, host and port of the base URL. <https://www.rfc-editor.org/rfc/rfc6454#section-4>
pub(crate) struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
    /// https, or http to this very machine: nobody in between can read a token.
    confidential: bool,
}

impl Origin {
    pub(crate) fn https(host: &str) -> Self {
        Self { scheme: "https".to_owned(), host: host.to_owned(), port: Some(443), confidential: true }
    }

    pub(crate) fn of(url: &Url) -> Self {
        Self {
            scheme: url.scheme().to_owned(),
            host: url.host_str().unwrap_or_default().to_owned(),
            port: url.port_or_known_default(),
            confidential: url.scheme() == "https" || is_loopback(url),
        }
    }

    pub(crate) fn is_of(&self, url: &Url) -> bool {
        url.scheme() == self.scheme
            && url.host_str() == Some(self.host.as_str())
            && url.port_or_known_default() == self.port
    }

    /// Refuses a URL that a token must not be sent to.
    pub(crate) fn check_token_may_go_to(&self, url: &Url) -> Result<(), Error> {
        if !self.is_of(url) {
            return Err(Error::build(
                "the URL is not on the host of the client's base URL; a token does not go there, nothing was sent",
            ));
        }
        if !self.confidential {
            return Err(Error::build(
                "the base URL is http and not on this machine; a token goes only over https, nothing was sent",
            ));
        }
        Ok(())
    }
}

/// 127.0.0.0/8, ::1 and `localhost`. <https://www.rfc-editor.org/rfc/rfc6761#section-6.3>
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    match literal.parse::<std::net::IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
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
            assert!(graph.check_token_may_go_to(&Url::parse(url).unwrap()).is_ok(), "{url}");
        }
        for url in [
            "http://graph.microsoft.com/v1.0/me",
            "https://graph.microsoft.com:8443/v1.0/me",
            "https://graph.microsoft.com.evil.example/v1.0/me",
            "https://graph.microsoft.com@evil.example/v1.0/me",
            "https://evil.example/graph.microsoft.com",
            "https://graph.microsoft.us/v1.0/me",
        ] {
            assert!(graph.check_token_may_go_to(&Url::parse(url).unwrap()).is_err(), "{url}");
        }
    }

    #[test]
    fn over_http_a_token_stays_on_this_machine() {
        for base in ["http://127.0.0.1:1", "http://127.9.9.9", "http://[::1]:8080", "http://localhost:8080"] {
            assert!(origin(base).check_token_may_go_to(&Url::parse(base).unwrap()).is_ok(), "{base}");
        }
        for base in
            ["http://10.0.0.1", "http://[::2]", "http://localhost.example", "http://127.0.0.1.example"]
        {
            assert!(origin(base).check_token_may_go_to(&Url::parse(base).unwrap()).is_err(), "{base}");
        }
    }
}
