//! Who calls, and which call it is: `User-Agent` and `client-request-id`.

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::types::guid::guid;

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

pub(crate) struct Identify {
    user_agent: HeaderValue,
}

impl Identify {
    pub(crate) fn new(user_agent: HeaderValue) -> Self {
        Self { user_agent }
    }

    /// Sets what the caller left open. The id is for Graph's own log: it goes nowhere else.
    pub(crate) fn apply(&self, headers: &mut HeaderMap, to_graph: bool) {
        headers.entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
        if to_graph && !headers.contains_key(&CLIENT_REQUEST_ID) {
            // A GUID is visible ASCII; were it not, the call would go without.
            if let Ok(id) = HeaderValue::from_maybe_shared(Bytes::from_owner(guid(fastrand::u128(..)))) {
                headers.insert(CLIENT_REQUEST_ID, id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_caller_set_stays() {
        let identify = Identify::new(HeaderValue::from_static("ours"));
        let mut headers = HeaderMap::new();
        headers.insert(CLIENT_REQUEST_ID, HeaderValue::from_static("mine"));
        identify.apply(&mut headers, true);
        assert_eq!(headers[CLIENT_REQUEST_ID], "mine");
        let mut elsewhere = HeaderMap::new();
        identify.apply(&mut elsewhere, false);
        assert!(!elsewhere.contains_key(CLIENT_REQUEST_ID));
        assert_eq!(elsewhere[USER_AGENT], "ours");
    }
}
