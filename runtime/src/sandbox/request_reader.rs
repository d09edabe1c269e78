//! From a request to the fields of a declared struct: the mirror image of `RequestWriter`.

use std::fmt;

use bytes::Bytes;
use graph_endpoint_schema::media_type::is_json;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method, Request};
use percent_encoding::percent_decode_str;
use serde::de::{DeserializeOwned, Error as _};

use super::malformed;
use super::raw_content::FromRawContent;
use super::route::{MatchedValue, match_path_with_prefix};
use crate::error::Error;
use crate::wire::from_parameter::{FromParameter, ParameterError};
use crate::wire::json::locate::{Located, locate};

/// What an expansion reads a request with.
#[doc(hidden)]
pub struct RequestReader {
    values: Vec<MatchedValue>,
    query: String,
    headers: HeaderMap,
    body: Bytes,
}

impl RequestReader {
    pub(super) fn new(
        request: Request<Bytes>,
        method: Method,
        version: &str,
        route: &'static str,
    ) -> Result<Self, Error> {
        let (head, body) = request.into_parts();
        if head.method != method {
            return Err(malformed(format!("the request's method is not {method}")));
        }
        let values = match_path_with_prefix(head.uri.path(), version, route)
            .ok_or_else(|| malformed("the request's path is not the one that the endpoint declares"))?
            .into_values();
        if let Some(value) = values.iter().find(|value| value.can_not_be_sent()) {
            return Err(malformed(format!("the path value `{}` has an empty or a dot segment", value.name)));
        }
        let query = head.uri.query().unwrap_or_default().to_owned();
        Ok(Self { values, query, headers: head.headers, body })
    }

    /// The value of a placeholder.
    pub fn path<T: FromParameter>(&self, name: &str) -> Result<T, Error> {
        let value = self.values.iter().find(|value| value.name == name);
        let text = value.map(|value| std::str::from_utf8(&value.bytes));
        parameter("path value", name, text.transpose().map_err(|_| not_utf8("path value", name))?)
    }

    /// A query option. `+` is a plus sign: a space is `%20` in OData's URLs. The `$` of a name can be left out.
    /// <https://learn.microsoft.com/graph/query-parameters>
    pub fn query<T: FromParameter>(&self, name: &str) -> Result<T, Error> {
        let mut values = self
            .query
            .split('&')
            .map(|option| option.split_once('=').unwrap_or((option, "")))
            .filter(|(key, _)| {
                let is = |name: &str| percent_decode_str(key).eq(name.bytes());
                is(name) || name.strip_prefix('$').is_some_and(is)
            })
            .map(|(_, value)| percent_decode_str(value).decode_utf8());
        let text = values.next().transpose().map_err(|_| not_utf8("query option", name))?;
        if values.next().is_some() {
            return Err(malformed(format!("the query option `{name}` is there twice")));
        }
        parameter("query option", name, text.as_deref())
    }

    /// A header; of several lines with that name, their values joined by commas.
    /// <https://www.rfc-editor.org/rfc/rfc9110#section-5.3>
    pub fn header<T: FromParameter>(&self, name: &str) -> Result<T, Error> {
        let values: Result<Vec<_>, _> =
            self.headers.get_all(name).iter().map(|value| std::str::from_utf8(value.as_bytes())).collect();
        let values = values.map_err(|_| not_utf8("header", name))?;
        let text = (!values.is_empty()).then(|| values.join(","));
        parameter("header", name, text.as_deref())
    }

    /// The JSON body, whose properties are the fields of `T`. An empty body is an object without properties.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        if let Some(content_type) = self.content_type()
            && !is_json(content_type)
        {
            return Err(malformed("the request's Content-Type is not application/json"));
        }
        let body = if self.body.is_empty() { b"{}".as_slice() } else { &self.body };
        // From text, as the client reads responses: a type's code is compiled once.
        let read = str::from_utf8(body).map_err(serde_json::Error::custom).and_then(serde_json::from_str);
        read.map_err(|source| not_the_shape(body, &source))
    }

    /// Whether there is a body: what a whole body that is an `Option` asks first.
    pub fn has_body(&self) -> bool {
        !self.body.is_empty()
    }

    /// The body as it came.
    pub fn raw<T: FromRawContent>(&self) -> Result<T, Error> {
        T::from_raw_content(self.content_type(), self.body.clone())
    }

    fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }
}

/// Neither values nor body.
impl fmt::Debug for RequestReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestReader").finish_non_exhaustive()
    }
}

fn parameter<T: FromParameter>(place: &str, name: &str, text: Option<&str>) -> Result<T, Error> {
    match text {
        Some(text) => T::from_text(text).map_err(|error| not_a_value(place, name, error)),
        None => T::from_absent().ok_or_else(|| malformed(format!("the {place} `{name}` is missing"))),
    }
}

fn not_a_value(place: &str, name: &str, error: ParameterError) -> Error {
    malformed(format!("the {place} `{name}` is not valid: {error}"))
}

fn not_utf8(place: &str, name: &str) -> Error {
    malformed(format!("the {place} `{name}` is not UTF-8"))
}

fn not_the_shape(body: &[u8], source: &serde_json::Error) -> Error {
    let Located { path, problem } = locate(body, source);
    match path.as_str() {
        "" => malformed(format!("the request's body: {problem}")),
        path => malformed(format!("the request's body, `{path}`: {problem}")),
    }
}
