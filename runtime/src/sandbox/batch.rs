//! `POST /$batch`: up to 20 requests in one, each with the response that it would have had alone.
//! <https://learn.microsoft.com/graph/json-batching>

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use graph_endpoint_schema::media_type::is_json;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use serde_json::value::RawValue;

use super::hosted::{BoxFuture, FORWARDED_PROTO};
use super::identity::Ids;
use super::recorded::RecordedBatch;
use super::{RecordedRequest, SandboxError};
use crate::types::edm::Binary;
use crate::wire::from_parameter::FromParameter as _;

/// How many requests a batch can hold.
const MOST_ITEMS: usize = 20;
const BATCH: &str = "$batch";

type Object<'a> = BTreeMap<String, &'a RawValue>;

/// The version segment of a batch's path; `None` for what is no batch.
pub(super) fn version(request: &Request<Bytes>) -> Option<String> {
    let (version, last) = request.uri().path().strip_prefix('/')?.split_once('/')?;
    (is_batch(last) && *request.method() == Method::POST).then(|| version.to_owned())
}

/// In any letter case, as all of Graph's names.
fn is_batch(segment: &str) -> bool {
    segment.eq_ignore_ascii_case(BATCH) || segment.eq_ignore_ascii_case("%24batch")
}

/// Marks a request of a batch: its delay is waited for with those of the others.
#[derive(Clone, Copy)]
pub(super) struct Batched;

/// The responses to the requests, one after the other, each after the ones that it depends on; `respond` gives each as if
/// its request had come alone, and `delay` says how long that one takes.
pub(super) async fn respond(
    version: &str,
    batch: Request<Bytes>,
    delay: impl Fn(&Request<Bytes>) -> Duration,
    respond: impl Fn(Request<Bytes>) -> BoxFuture<Response<Bytes>>,
) -> Result<Response<Bytes>, SandboxError> {
    let mut pending = items(batch.body())?;
    let mut done = BTreeMap::<String, Done>::new();
    let (mut responses, mut recorded) = (Vec::new(), BTreeMap::new());
    while !pending.is_empty() {
        let ready = |item: &Item<'_>| item.depends_on.iter().all(|id| done.contains_key(id));
        let Some(next) = pending.iter().position(ready) else {
            return Err(refused("`dependsOn` goes round in a circle, or names no request of the batch."));
        };
        let item = pending.remove(next);
        let before: Vec<&Done> = item.depends_on.iter().filter_map(|id| done.get(id)).collect();
        let mut end = before.iter().map(|done| done.end).max().unwrap_or_default();
        let request = item.to_request(version, batch.headers());
        let entry = request.as_ref().ok().map(RecordedRequest::of);
        let response = match request {
            Ok(_) if before.iter().any(|done| done.has_failed) => Err(failed_dependency()),
            Ok(request) => {
                end += delay(&request);
                Ok(respond(request).await)
            }
            Err(error) => Err(error),
        };
        let response = response.unwrap_or_else(|error| error.into_response(&Ids::of(&HeaderMap::new())));
        let has_failed = response.status().is_client_error() || response.status().is_server_error();
        responses.push(item_response(&item.id, &response));
        if let Some(entry) = entry {
            entry.got(&response);
            recorded.insert(item.place, entry);
        }
        done.insert(item.id, Done { has_failed, end });
    }
    let end = done.values().map(|done| done.end).max().unwrap_or_default();
    if !end.is_zero() {
        tokio::time::sleep(end).await;
    }
    // Graph's come in any order. This is one that nobody takes for granted.
    responses.reverse();
    let mut response = Response::new(Bytes::from(format!("{{\"responses\":[{}]}}", responses.join(","))));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.extensions_mut().insert(RecordedBatch(recorded.into_values().collect()));
    Ok(response)
}

/// What came of a request.
struct Done {
    has_failed: bool,
    /// When its response is there, from the begin of the batch on.
    end: Duration,
}

fn failed_dependency() -> SandboxError {
    SandboxError::new(424, "FailedDependency", "A request that this one depends on failed.")
}

/// A request of the batch.
struct Item<'a> {
    /// Among the others.
    place: usize,
    id: String,
    depends_on: Vec<String>,
    object: Object<'a>,
}

fn items(body: &[u8]) -> Result<Vec<Item<'_>>, SandboxError> {
    let batch: Object<'_> =
        serde_json::from_slice(body).map_err(|_| refused("The batch is no JSON object."))?;
    let requests: Vec<Object<'_>> =
        member(&batch, "requests").ok_or_else(|| refused("The batch has no `requests`."))?;
    if requests.len() > MOST_ITEMS {
        return Err(refused("A batch holds at most 20 requests."));
    }
    let mut ids = BTreeSet::new();
    let mut items = Vec::with_capacity(requests.len());
    for object in requests {
        let id: String =
            member(&object, "id").ok_or_else(|| refused("A request of the batch has no `id`."))?;
        if !ids.insert(id.clone()) {
            return Err(refused("Two requests of the batch have the same `id`."));
        }
        let depends_on = member::<Option<Vec<String>>>(&object, "dependsOn").flatten().unwrap_or_default();
        items.push(Item { place: items.len(), id, depends_on, object });
    }
    Ok(items)
}

impl Item<'_> {
    /// The request as it would have come alone, with the batch's token and to the same host: links in responses lead there.
    fn to_request(&self, version: &str, batch: &HeaderMap) -> Result<Request<Bytes>, SandboxError> {
        let method: String =
            member(&self.object, "method").ok_or_else(|| refused("The request has no `method`."))?;
        let url: String = member(&self.object, "url").ok_or_else(|| refused("The request has no `url`."))?;
        if url.contains("://") {
            return Err(refused("The `url` of a request in a batch is relative to the version."));
        }
        let target = url.trim_start_matches('/');
        if target.split('?').next().is_some_and(is_batch) {
            return Err(refused("A batch can't hold a batch."));
        }
        let mut headers = self.headers()?;
        let body = self.body(&headers)?;
        for name in [AUTHORIZATION, HOST, FORWARDED_PROTO] {
            if let Some(value) = batch.get(&name) {
                headers.entry(name).or_insert_with(|| value.clone());
            }
        }
        let mut request = Request::new(body);
        // In any letter case, unlike HTTP's own.
        *request.method_mut() =
            method.to_ascii_uppercase().parse().map_err(|_| refused("The request's `method` is none."))?;
        *request.uri_mut() = format!("/{version}/{target}")
            .parse()
            .map_err(|_| refused("The request's `url` is not valid."))?;
        *request.headers_mut() = headers;
        request.extensions_mut().insert(Batched);
        Ok(request)
    }

    fn headers(&self) -> Result<HeaderMap, SandboxError> {
        let invalid = || refused("A header of the request is not valid.");
        let texts = match self.object.get("headers") {
            Some(headers) => serde_json::from_str::<Option<BTreeMap<String, String>>>(headers.get()),
            None => Ok(None),
        };
        let mut headers = HeaderMap::new();
        for (name, value) in texts.map_err(|_| invalid())?.unwrap_or_default() {
            let name = HeaderName::try_from(name).map_err(|_| invalid())?;
            headers.append(name, HeaderValue::try_from(value).map_err(|_| invalid())?);
        }
        Ok(headers)
    }

    /// JSON as it is, anything else as base64.
    fn body(&self, headers: &HeaderMap) -> Result<Bytes, SandboxError> {
        let Some(body) = self.object.get("body").filter(|body| body.get() != "null") else {
            return Ok(Bytes::new());
        };
        let content_type = headers
            .get(CONTENT_TYPE)
            .ok_or_else(|| refused("A request with a body must have a `Content-Type` header."))?;
        if is_json(content_type) {
            return Ok(Bytes::copy_from_slice(body.get().as_bytes()));
        }
        let text: Option<String> = serde_json::from_str(body.get()).ok();
        text.and_then(|text| Binary::from_text(&text).ok())
            .map(|bytes| bytes.0)
            .ok_or_else(|| refused("A body that is not JSON must be base64."))
    }
}

/// `{"id", "status", "headers", "body"}`; an empty body is left out, one that is not JSON is base64.
fn item_response(id: &str, response: &Response<Bytes>) -> String {
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in response.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        let joined = headers.entry(as_graph_spells(name)).or_default();
        if !joined.is_empty() {
            joined.push_str(", ");
        }
        joined.push_str(&value);
    }
    let status = response.status().as_u16();
    let mut text = format!("{{\"id\":{},\"status\":{status}", serde_json::Value::from(id));
    if let Ok(headers) = serde_json::to_string(&headers) {
        text.push_str(",\"headers\":");
        text.push_str(&headers);
    }
    if !response.body().is_empty() {
        text.push_str(",\"body\":");
        text.push_str(&body_text(response));
    }
    text.push('}');
    text
}

/// `Content-Type`: names of JSON have a letter case, and Microsoft's JavaScript client looks for this very one.
fn as_graph_spells(name: &HeaderName) -> String {
    match name.as_str() {
        "etag" => "ETag".to_owned(),
        name @ ("request-id" | "client-request-id") => name.to_owned(),
        name => {
            let words = name.split('-').map(|word| match word.split_at_checked(1) {
                Some((first, rest)) => first.to_ascii_uppercase() + rest,
                None => String::new(),
            });
            words.collect::<Vec<_>>().join("-")
        }
    }
}

fn body_text(response: &Response<Bytes>) -> String {
    let json = response
        .headers()
        .get(CONTENT_TYPE)
        .filter(|content_type| is_json(content_type))
        .and_then(|_| serde_json::from_slice::<&RawValue>(response.body()).ok());
    match json {
        Some(json) => json.get().to_owned(),
        None => serde_json::Value::from(STANDARD.encode(response.body())).to_string(),
    }
}

/// A member of that type, if it is there.
fn member<'a, T: serde::Deserialize<'a>>(object: &Object<'a>, name: &str) -> Option<T> {
    serde_json::from_str(object.get(name)?.get()).ok()
}

fn refused(message: &str) -> SandboxError {
    SandboxError::new(400, "BadRequest", message)
}
