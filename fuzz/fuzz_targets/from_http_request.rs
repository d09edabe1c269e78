//! Requests: whatever comes is a value or an error, and a value survives being written and read again.
#![no_main]

use bytes::Bytes;
use graph_endpoint::sandbox::SandboxEndpoint;
use graph_endpoint_fuzz::{GetTarget, List, SendMail, Update};
use http::{Method, Request, Uri};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
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
});

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
