//! Responses: whatever comes is a value or an error, and a value survives being written and read again.

use bytes::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::SandboxEndpoint;
use super::super::declarations::{GetTarget, GetText, List, SendMail, Update};
use http::Response;
use serde::Serialize;

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    "\0\0\0{\"text\":\"a\",\"number\":1,\"large\":\"2\",\"double\":\"INF\",\"moment\":\"2024-02-29T08:30:00.5Z\",\"day\":\"2024-02-29\",\"time\":\"08:30:00\",\"duration\":\"P1DT2S\",\"guid\":\"11111111-1111-1111-1111-111111111111\",\"binary\":\"_-8=\",\"importance\":\"high\",\"days\":\"low,high\",\"cleared\":null,\"target\":{\"groupId\":\"g\",\"@odata.type\":\"#microsoft.graph.groupTarget\"},\"more\":[]}",
    "\u{1}\0\u{1}{\"value\":[{\"children\":[{}]}],\"@odata.nextLink\":\"https://graph.microsoft.com/v1.0/things?$skiptoken=1\",\"@odata.count\":1}",
    "\u{2}\0\0{\"@odata.type\":\"microsoft.graph.new\",\"a\":1}",
    "\u{3}\0\u{3}text",
    "\u{4}\n\0{\"error\":{\"code\":\"a\",\"message\":\"b\",\"innerError\":{\"code\":\"c\",\"request-id\":\"r\"}}}",
];

pub fn run(data: &[u8]) {
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
}

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
