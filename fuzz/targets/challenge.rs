//! `WWW-Authenticate`: claims are JSON or nothing.

use graph_endpoint::fuzzing;
use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue};

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==""#,
    r#"Basic realm="a, \"b", Bearer claims=e30, error=insufficient_claims
Bearer"#,
];

pub fn run(data: &[u8]) {
    let mut headers = HeaderMap::new();
    for line in data.split(|byte| *byte == b'\n').take(8) {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(WWW_AUTHENTICATE, value);
        }
    }
    if let Some(claims) = fuzzing::claims(&headers) {
        assert!(serde_json::from_str::<serde::de::IgnoredAny>(&claims).is_ok());
    }
}
