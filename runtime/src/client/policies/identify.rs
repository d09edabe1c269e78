//! Who calls, and which call it is: `User-Agent` and `client-request-id`.

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

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
        headers.reserve(4);
        headers.entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
        if to_graph && !headers.contains_key(&CLIENT_REQUEST_ID) {
            // A GUID is visible ASCII; were it not, the call would go without.
            if let Ok(id) = HeaderValue::from_maybe_shared(Bytes::copy_from_slice(&guid(fastrand::u128(..))))
            {
                headers.insert(CLIENT_REQUEST_ID, id);
            }
        }
    }
}

/// A GUID of version 4. <https://www.rfc-editor.org/rfc/rfc9562#section-5.4>
fn guid(random: u128) -> [u8; 36] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let bits = random & !(0xf << 76) | (0x4 << 76);
    let mut bits = bits & !(0x3 << 62) | (0x2 << 62);
    let mut text = [b'-'; 36];
    for (place, out) in text.iter_mut().enumerate().rev() {
        if !matches!(place, 8 | 13 | 18 | 23) {
            *out = DIGITS.get((bits & 0xf) as usize).copied().unwrap_or(b'0');
            bits >>= 4;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_has_its_version_and_variant() {
        assert_eq!(&guid(0), b"00000000-0000-4000-8000-000000000000");
        assert_eq!(&guid(u128::MAX), b"ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(&guid(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef), b"01234567-89ab-4def-8123-456789abcdef");
    }

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
