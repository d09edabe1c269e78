//! Responses: whatever comes is a value or an error, and a value survives being written and read again.
#![no_main]

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::SandboxEndpoint;
use graph_endpoint_fuzz::{GetTarget, GetText, List, SendMail, Update};
use http::Response;
use libfuzzer_sys::fuzz_target;
use serde::Serialize;

fuzz_target!(|data: &[u8]| {
    let [endpoint, status, content_type, body @ ..] = data else { return };
    let status = [200, 201, 202, 204, 302, 400, 401, 404, 410, 412, 429, 500, 503][usize::from(*status) % 13];
    let content_type = [
        "application/json",
        "application/json;odata.metadata=minimal;charset=utf-8",
        "application/json; charset=utf-16",
        "text/plain",
        "text/html; charset=\"\u{1}",
        "",
    ][usize::from(*content_type) % 6];
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    if let Ok(content_type) = content_type.parse() {
        response.headers_mut().insert("content-type", content_type);
    }
    match endpoint % 5 {
        0 => again::<Update>(response),
        1 => again::<List>(response),
        2 => again::<GetTarget>(response),
        3 => again::<GetText>(response),
        _ => {
            let _ = SendMail::from_http_response(response);
        }
    }
});

fn again<E: SandboxEndpoint>(response: Response<Bytes>)
where
    E::Response: Serialize,
{
    match E::from_http_response(response) {
        Err(error) => {
            // What errors say of themselves is put together from what came.
            let _ = (error.to_string(), format!("{error:?}"), error.retry_after());
        }
        Ok(value) => {
            let written = E::to_http_response(&value).expect("what was read can be written");
            let read = E::from_http_response(written).expect("what was written can be read");
            let json = |value| serde_json::to_string(value).expect("what was read can be written");
            assert_eq!(json(&value), json(&read));
        }
    }
}
