//! The ids that Graph gives each exchange, and that support asks for.
//! <https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support>

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::types::guid::guid;

const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// The ids of one exchange.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    pub(super) request: String,
    pub(super) client_request: String,
}

impl Ids {
    /// A new id of ours, and the caller's own or else ours again.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let request = String::from_utf8_lossy(&guid(fastrand::u128(..))).into_owned();
        let sent = headers.get(CLIENT_REQUEST_ID).and_then(|value| value.to_str().ok());
        Self { client_request: sent.unwrap_or(&request).to_owned(), request }
    }

    /// Adds the ids, except where the handler has set its own.
    pub(super) fn add_to(self, headers: &mut HeaderMap) {
        for (name, id) in [(REQUEST_ID, self.request), (CLIENT_REQUEST_ID, self.client_request)] {
            if let Ok(id) = HeaderValue::try_from(id) {
                headers.entry(name).or_insert(id);
            }
        }
    }
}
