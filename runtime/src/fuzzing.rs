//! Doors for the fuzz targets to parsers that are private. Not public: the feature `__fuzzing` promises nothing.

use bytes::Bytes;
use http::{HeaderMap, Method, Response};

use crate::Client;
use crate::client::Bearer;
use crate::error::Error;

/// Takes the response to a batch apart, and asks for the response to each of `ids`.
///
/// # Errors
/// When it is not that of a batch.
pub fn batch(response: Response<Bytes>, ids: &[&str]) -> Result<Vec<Result<Response<Bytes>, Error>>, Error> {
    crate::jobs::batch::fuzz(response, ids)
}

/// Where an upload of `total` bytes goes on, after a session's response and from a saved session's ranges: start and
/// length of the next slice.
pub fn upload(body: &[u8], ranges: &[String], total: u64, slice: u64) -> Vec<(u64, usize)> {
    crate::jobs::transfer::fuzz_upload(body, ranges, total, slice)
}

/// The claims, as JSON, of a challenge.
pub fn claims(headers: &HeaderMap) -> Option<String> {
    crate::client::fuzz_claims(headers)
}

/// The URL that a request for a link of Graph's goes to.
///
/// # Errors
/// When it may go nowhere.
pub fn link(client: &Client, url: &str) -> Result<String, Error> {
    client.link(Method::GET, url, "", "a link", Bearer::Required).map(|parts| parts.url.clone())
}
