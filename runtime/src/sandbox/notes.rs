//! Notes on what works and is dear: whoever asks for all properties is told so while testing.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Method, Response};

use graph_endpoint_schema::media_type::is_json;
use serde_json::Value;

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
        && !WITHOUT_SELECT.iter().any(|end| path.trim_end_matches("()").ends_with(end))
        && is_json()
        && has_properties(response.body())
    {
        tracing::info!(
            target: "graph_endpoint::sandbox",
            path,
            "a GET without `$select` gets all properties; ask for those that are read"
        );
    }
}

/// Whether there is an object, or a list of some: a property alone (`{"value": "Adele"}`) has nothing to select from.
fn has_properties(body: &[u8]) -> bool {
    let Ok(Value::Object(object)) = serde_json::from_slice(body) else { return false };
    let is_annotation = |name: &String| name.starts_with('@');
    let mut names = object.keys().filter(|name| !is_annotation(name));
    match (object.get("value"), names.next(), names.next()) {
        (Some(Value::Array(items)), Some(_), None) => items.is_empty() || items.iter().any(Value::is_object),
        (Some(value), Some(_), None) => value.is_object(),
        (_, first, _) => first.is_some(),
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
