//! A request as an item of a batch: relative to the version, its body JSON or base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use graph_endpoint_schema::media_type;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};
use serde_json::value::RawValue;

use crate::client::ThrottledCall;
use crate::error::Error;
use crate::wire::body::Content;
use crate::wire::request::Parts;

pub(super) struct Item {
    /// The segment between the base and `url`.
    pub(super) version: String,
    method: Method,
    /// Relative to the version, encoded as it stands.
    url: String,
    pub(super) headers: HeaderMap,
    body: Bytes,
    template: &'static str,
    /// It may be sent again even if it may have been carried out.
    pub(super) idempotent: bool,
}

impl Item {
    /// # Errors
    /// [`Error::is_build`] for what can't travel in a batch: a stream, a header that JSON can't carry as it is, and a URL
    /// that isn't below `base`.
    #[inline]
    pub(super) fn of(parts: &Parts, base: &str) -> Result<Self, Error> {
        let body = match parts.body.content() {
            Content::Empty => Bytes::new(),
            Content::Bytes(bytes) => bytes.clone(),
            Content::Stream(_) => {
                return Err(Error::build("a stream can't be the body of a request in a batch"));
            }
        };
        if !body.is_empty() && is_json(&parts.headers) && serde_json::from_slice::<&RawValue>(&body).is_err()
        {
            return Err(Error::build(
                "the body of a request in a batch has a content type of JSON, and is none",
            ));
        }
        if parts.headers.values().any(|value| value.to_str().is_err()) {
            return Err(Error::build(
                "a header of a request in a batch must be plain ASCII; send a request with another one by itself",
            ));
        }
        let elsewhere = || Error::build("the URL of a request in a batch is not below the client's base URL");
        let relative =
            parts.url.strip_prefix(base).and_then(|rest| rest.strip_prefix('/')).ok_or_else(elsewhere)?;
        let (version, url) = relative.split_once('/').ok_or_else(elsewhere)?;
        Ok(Self {
            version: version.to_owned(),
            method: parts.method.clone(),
            url: format!("/{url}"),
            headers: parts.headers.clone(),
            body,
            template: parts.template,
            idempotent: parts.options.idempotent || parts.method.is_idempotent(),
        })
    }

    /// Its method and its path as declared.
    pub(super) fn name(&self) -> (&Method, &'static str) {
        (&self.method, self.template)
    }

    /// What pauses are kept under.
    #[inline]
    pub(super) fn throttled(&self) -> ThrottledCall<'_> {
        let path = self.url.split('?').next().unwrap_or_default();
        ThrottledCall::new(&self.method, self.template, path.trim_start_matches('/'))
    }

    /// Writes the item as JSON.
    #[inline]
    pub(super) fn write(&self, id: &str, depends_on: Option<&str>, out: &mut Vec<u8>) {
        out.push(b'{');
        member(out, "id", id);
        out.push(b',');
        member(out, "method", self.method.as_str());
        out.push(b',');
        member(out, "url", &self.url);
        if let Some(before) = depends_on {
            out.extend_from_slice(b",\"dependsOn\":[");
            text(out, before);
            out.push(b']');
        }
        if !self.headers.is_empty() {
            out.extend_from_slice(b",\"headers\":{");
            for (index, name) in self.headers.keys().enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                let values =
                    self.headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
                member(out, name.as_str(), &values.collect::<Vec<_>>().join(", "));
            }
            out.push(b'}');
        }
        if !self.body.is_empty() {
            out.extend_from_slice(b",\"body\":");
            if is_json(&self.headers) {
                out.extend_from_slice(&self.body);
            } else {
                text(out, &STANDARD.encode(&self.body));
            }
        }
        out.push(b'}');
    }
}

/// Whether a body with these headers stands in the batch as it is.
#[inline]
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(media_type::is_json)
}

#[inline]
fn member(out: &mut Vec<u8>, name: &str, value: &str) {
    text(out, name);
    out.push(b':');
    text(out, value);
}

#[inline]
fn text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
}
