//! The response to a batch: each request has a response or an error, whatever came.
#![no_main]

use bytes::Bytes;
use graph_endpoint::fuzzing;
use http::Response;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let ids = ["1", "2", "1", "", "\u{e9}"];
    match fuzzing::batch(Response::new(Bytes::copy_from_slice(body)), &ids) {
        Err(error) => drop((error.to_string(), format!("{error:?}"))),
        Ok(responses) => {
            assert_eq!(responses.len(), ids.len());
            // What was taken is gone: nobody gets another one's response.
            assert!(responses.get(2).is_some_and(Result::is_err));
        }
    }
});
