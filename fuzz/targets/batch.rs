//! The response to a batch: each request has a response or an error, whatever came.

use bytes::Bytes;
use graph_endpoint::fuzzing;
use http::Response;

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    r#"{"responses":[{"id":"1","status":200,"headers":{"Content-Type":"application/json"},"body":{"id":"a"}},{"id":"2","status":429,"headers":{"Retry-After":"3"},"body":{"error":{"code":"TooManyRequests","message":"m"}}}]}"#,
    r#"{"responses":[{"id":"1","status":200,"headers":{"Content-Type":"image/jpeg"},"body":"/9j/"},{"id":"1","status":204},{"id":"é","status":302,"headers":{"Location":"https://a/b"}}]}"#,
    r#"{"error":{"code":"BadRequest","message":"m","innerError":{"request-id":"r"}}}"#,
];

pub fn run(body: &[u8]) {
    let ids = ["1", "2", "1", "", "\u{e9}"];
    match fuzzing::batch(Response::new(Bytes::copy_from_slice(body)), &ids) {
        Err(error) => drop((error.to_string(), format!("{error:?}"))),
        Ok(responses) => {
            assert_eq!(responses.len(), ids.len());
            // What was taken is gone: nobody gets another one's response.
            assert!(responses.get(2).is_some_and(Result::is_err));
        }
    }
}
