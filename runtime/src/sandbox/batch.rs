//! `POST /$batch`: up to 20 requests in one, each with the response that it would have had alone.
//! <https://learn.microsoft.com/graph/json-batching>

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use graph_endpoint_schema::media_type::is_json;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use serde_json::value::RawValue;

use super::SandboxError;
use super::hosted::{BoxFuture, FORWARDED_PROTO};
use crate::types::edm::Binary;
use crate::wire::from_parameter::FromParameter as _;

/// How many requests a batch can hold.
const MOST_ITEMS: usize = 20;
const BATCH: &str = "$batch";

type Object<'a> = BTreeMap<String, &'a RawValue>;

/// The version segment of a batch's path; `None` for what is no batch.
pub(super) fn version(request: &Request<Bytes>) -> Option<String> {
    let (version, last) = request.uri().path().strip_prefix('/')?.split_once('/')?;
    let is_batch = last == BATCH || last.eq_ignore_ascii_case("%24batch");
    (is_batch && *request.method() == Method::POST).then(|| version.to_owned())
}

/// The responses to the requests, one after the other, each after the ones that it depends on; `respond` gives each as if
/// its request had come alone.
pub(super) async fn respond(
    version: &str,
    batch: Request<Bytes>,
    respond: impl Fn(Request<Bytes>) -> BoxFuture<Response<Bytes>>,
) -> Result<Response<Bytes>, SandboxError> {
    let mut pending = items(batch.body())?;
    let mut failed_by_id = BTreeMap::new();
    let mut responses = Vec::new();
    while !pending.is_empty() {
        let ready = |item: &Item<'_>| item.depends_on.iter().all(|id| failed_by_id.contains_key(id));
        let Some(next) = pending.iter().position(ready) else {
            return Err(refused("`dependsOn` goes round in a circle, or names no request of the batch."));
        };
        let item = pending.remove(next);
        let request = match item.depends_on.iter().any(|id| failed_by_id.get(id) == Some(&true)) {
            true => {
                Err(SandboxError::new(424, "FailedDependency", "A request that this one depends on failed."))
            }
            false => item.to_request(version, batch.headers()),
        };
        let response = match request {
            Ok(request) => respond(request).await,
            Err(error) => error.into_response(&super::identity::Ids::of(&HeaderMap::new())),
        };
        let failed = response.status().is_client_error() || response.status().is_server_error();
        responses.push(item_response(&item.id, &response));
        failed_by_id.insert(item.id, failed);
    }
    // Graph's come in any order. This is one that nobody takes for granted.
    responses.reverse();
    let mut response = Response::new(Bytes::from(format!("{{\"responses\":[{}]}}", responses.join(","))));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// A request of the batch.
struct Item<'a> {
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
        items.push(Item { id, depends_on, object });
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
        if target.split('?').next() == Some(BATCH) {
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
        *request.method_mut() = method.parse().map_err(|_| refused("The request's `method` is none."))?;
        *request.uri_mut() = format!("/{version}/{target}")
            .parse()
            .map_err(|_| refused("The request's `url` is not valid."))?;
        *request.headers_mut() = headers;
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
