//! What browsers ask before and of calls to another origin than their page's. As Graph, the sandbox lets every page call it
//! and read what came: a token is what protects it. <https://fetch.spec.whatwg.org/#http-cors-protocol>

use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};

/// The headers that a page can read beside those that it always can.
const READABLE: HeaderValue = HeaderValue::from_static(
    "ETag, Location, Operation-Location, Preference-Applied, Content-Range, Retry-After, WWW-Authenticate, Link, Deprecation, \
     Sunset, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, request-id, client-request-id",
);

const ANY: HeaderValue = HeaderValue::from_static("*");

/// Whether a page asks what it may send: such a request has no token.
pub(super) fn is_preflight(request: &Request<Bytes>) -> bool {
    let has = |name| request.headers().contains_key(name);
    *request.method() == Method::OPTIONS && has(ORIGIN) && has(ACCESS_CONTROL_REQUEST_METHOD)
}

/// It may send what it asked for.
pub(super) fn preflight(request: &Request<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    for (asked, allowed) in [
        (ACCESS_CONTROL_REQUEST_METHOD, ACCESS_CONTROL_ALLOW_METHODS),
        (ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_ALLOW_HEADERS),
    ] {
        if let Some(value) = request.headers().get(asked) {
            response.headers_mut().insert(allowed, value.clone());
        }
    }
    response.headers_mut().insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    response
}

/// Opens the response to whatever page has asked.
pub(super) fn open(response: &mut HeaderMap) {
    response.entry(ACCESS_CONTROL_ALLOW_ORIGIN).or_insert(ANY);
    response.entry(ACCESS_CONTROL_EXPOSE_HEADERS).or_insert(READABLE);
}
