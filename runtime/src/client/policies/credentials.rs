//! The headers that bear credentials, and what is meant for one origin only.
//!
//! A header that the caller sets (a declared header, `Call::header`) is meant for the client's base URL, as the client's
//! own token is. A credential among them leaves that origin by no way:
//!
//! | way | what becomes of it |
//! | --- | --- |
//! | next link, delta link, `Location` of a 410 | the call is refused, nothing is sent |
//! | redirect, over any number of hosts | dropped at the first other origin, for good |
//! | monitor, result of an operation, upload session, download location | the caller's headers are never set there |
//! | item of a batch | only in the body of a batch to the base; such a batch is not redirected to another origin |
//! | http that leaves this machine | the call is refused, nothing is sent |

use http::header::{AUTHORIZATION, COOKIE, HOST, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderName, HeaderValue};

/// <https://www.rfc-editor.org/rfc/rfc2965#section-3.3.5>: obsolete, and still sent.
const COOKIE2: HeaderName = HeaderName::from_static("cookie2");
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// Which headers bear credentials: `Authorization`, `Proxy-Authorization`, `Cookie`, `Cookie2`, those that the caller has
/// named, and every value that is marked as [sensitive](HeaderValue::is_sensitive).
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    named: Vec<HeaderName>,
}

impl Credentials {
    pub(crate) fn name(&mut self, header: HeaderName) {
        self.named.push(header);
    }

    /// Whether a credential is among these.
    pub(crate) fn are_in(&self, headers: &HeaderMap) -> bool {
        headers.iter().any(|(name, value)| self.is_one(name, value))
    }

    /// Takes out what is meant for the origin that is left: credentials, its name, and the id in its log.
    pub(crate) fn leave_origin(&self, headers: &mut HeaderMap) {
        let credentials: Vec<HeaderName> = headers
            .iter()
            .filter(|(name, value)| self.is_one(name, value) || *name == HOST || *name == CLIENT_REQUEST_ID)
            .map(|(name, _)| name.clone())
            .collect();
        for name in credentials {
            headers.remove(name);
        }
    }

    fn is_one(&self, name: &HeaderName, value: &HeaderValue) -> bool {
        *name == AUTHORIZATION
            || *name == COOKIE
            || *name == PROXY_AUTHORIZATION
            || *name == COOKIE2
            || value.is_sensitive()
            || self.named.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_bears_credentials_stays_and_the_rest_goes_on() {
        let mut credentials = Credentials::default();
        credentials.name(HeaderName::from_static("x-api-key"));
        let mut secret = HeaderValue::from_static("s");
        secret.set_sensitive(true);
        for (name, value, bears) in [
            ("authorization", HeaderValue::from_static("Bearer x"), true),
            ("proxy-authorization", HeaderValue::from_static("Basic x"), true),
            ("cookie", HeaderValue::from_static("a=b"), true),
            ("cookie2", HeaderValue::from_static("$Version=1"), true),
            ("x-api-key", HeaderValue::from_static("k"), true),
            ("x-other", secret, true),
            ("prefer", HeaderValue::from_static("respond-async"), false),
            ("consistencylevel", HeaderValue::from_static("eventual"), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static("first"));
            headers.append(name, value);
            headers.insert("range", HeaderValue::from_static("bytes=0-9"));
            headers.insert("client-request-id", HeaderValue::from_static("1"));
            headers.insert("host", HeaderValue::from_static("graph.example"));
            assert_eq!(credentials.are_in(&headers), bears, "{name}");
            credentials.leave_origin(&mut headers);
            assert_eq!(headers.contains_key(name), !bears, "{name}");
            assert!(headers.contains_key("range"));
            assert!(!headers.contains_key("client-request-id") && !headers.contains_key("host"));
        }
    }
}
