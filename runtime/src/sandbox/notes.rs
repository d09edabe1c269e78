//! Notes on what works and is dear: whoever asks for all properties is told so while testing.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Response};

use graph_endpoint_schema::media_type::is_json;

/// Where there is nothing to select from.
const WITHOUT_SELECT: [&str; 5] = ["/$count", "/$value", "/$ref", "/content", "/delta"];

/// Notes a GET of JSON without `$select`, for those who trace.
/// <https://learn.microsoft.com/graph/best-practices-concept#use-projections>
pub(super) fn without_select(
    method: &Method,
    path: &'static str,
    query: Option<&str>,
    response: &Response<Bytes>,
) {
    let is_json = || response.headers().get(CONTENT_TYPE).is_some_and(is_json);
    if *method == Method::GET
        && response.status().is_success()
        && !has_select(query.unwrap_or_default())
        && !WITHOUT_SELECT.iter().any(|end| path.ends_with(end))
        && is_json()
    {
        tracing::info!(
            target: "graph_endpoint::sandbox",
            path,
            "a GET without `$select` gets all properties; ask for those that are read"
        );
    }
}

/// A link to the next page has its `$skiptoken`, and what was selected is known by it.
fn has_select(query: &str) -> bool {
    query.split('&').any(|option| {
        let name = option.split('=').next().unwrap_or_default().replace("%24", "$");
        ["$select", "select", "$skiptoken", "$deltatoken"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    })
}
