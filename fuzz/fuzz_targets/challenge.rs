//! `WWW-Authenticate`: claims are JSON or nothing.
#![no_main]

use graph_endpoint::fuzzing;
use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut headers = HeaderMap::new();
    for line in data.split(|byte| *byte == b'\n').take(8) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(WWW_AUTHENTICATE, value);
        }
    }
    if let Some(claims) = fuzzing::claims(&headers) {
        assert!(serde_json::from_str::<serde::de::IgnoredAny>(&claims).is_ok());
    }
});
