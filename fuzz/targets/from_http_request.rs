//! Requests: whatever comes is a value or an error, and a value survives being written and read again.

use bytes::Bytes;
use graph_endpoint::sandbox::SandboxEndpoint;
use super::super::declarations::{GetTarget, List, SendMail, Update};
use http::{Method, Request, Uri};

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    "\0a%2Fb/things(name='O''Neil',number=7)/a/b?$top=5&$filter=a%20eq%20'b'\nW/\"1\"\n{\"displayName\":\"a\",\"target\":null,\"everything\":{\"large\":\"9\"},\"x\":[1]}",
    "\u{1}?$search=%22a%22\n\n",
    "\u{2}11111111-1111-1111-1111-111111111111/target\n\n",
    "\u{3}\n\n{\"message\":{\"@odata.type\":\"#microsoft.graph.message\"}}",
];

pub fn run(data: &[u8]) {
    // The target, a header and the body, with a line for each of the first two.
    let Some((endpoint, rest)) = data.split_first() else { return };
    let mut parts = rest.splitn(3, |byte| *byte == b'\n');
    let mut next = || parts.next().unwrap_or_default();
    let (target, header, body) = (next(), next(), next());
    let (prefix, method) = match endpoint % 4 {
        0 => ("/v1.0/users/", Method::PATCH),
        1 => ("/v1.0/things", Method::GET),
        2 => ("/v1.0/things/", Method::GET),
        _ => ("/v1.0/me/sendMail", Method::POST),
    };
    let Ok(uri) = Uri::from_maybe_shared(Bytes::from([prefix.as_bytes(), target].concat())) else { return };
    let mut request = Request::new(Bytes::copy_from_slice(body));
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    if let Ok(header) = http::HeaderValue::from_bytes(header) {
        request.headers_mut().insert("if-match", header);
    }
    match endpoint % 4 {
        0 => again::<Update>(request),
        1 => again::<List>(request),
        2 => again::<GetTarget>(request),
        _ => again::<SendMail>(request),
    }
}

fn again<E: SandboxEndpoint + std::fmt::Debug + PartialEq>(request: Request<Bytes>) {
    let value = match E::from_http_request(request) {
        Ok(value) => value,
        Err(error) => {
            let _ = (error.to_string(), format!("{error:?}"));
            return;
        }
    };
    // A request that a client could not have written, with `..` for an id say, is refused on the way back.
    let Ok(written) = value.to_http_request("https://graph.microsoft.com") else { return };
    let read = E::from_http_request(written).expect("what was written can be read");
    assert_eq!(format!("{value:?}"), format!("{read:?}"));
}
