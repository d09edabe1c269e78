//! The response to a batch, taken apart: a response for each item, as if it had come alone.
//!
//! Items are read one by one, so that an odd one, or a response that is cut, costs none of the others. The forms of a
//! body are those of `content`.

mod content;
mod rest;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use bytes::Bytes;
use http::header::DATE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, Kind, is_markup};

type Object<'a> = HashMap<String, &'a RawValue>;

/// What an item need not repeat of the batch's own headers.
const SHARED: [HeaderName; 3] =
    [HeaderName::from_static("request-id"), HeaderName::from_static("client-request-id"), DATE];

/// The responses of the items of a batch.
#[derive(Debug)]
pub(super) struct Responses {
    by_id: HashMap<String, Response<Bytes>>,
    /// The batch's own.
    headers: HeaderMap,
    /// For an item that has none.
    missing: Error,
    /// Where more of them are.
    next: Option<String>,
}

impl Responses {
    /// Reads the response to a batch. Graph sends those of the items in any order.
    ///
    /// # Errors
    /// When it is not that of a batch: Graph's error, if it is one, else [`Error::is_decode`]; both with its status and
    /// its headers.
    #[inline]
    pub(super) fn read(response: Response<Bytes>) -> Result<Self, Error> {
        let body = response.body();
        let body = String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body));
        let mut next = None;
        let Some(objects) = responses(&body, &mut next) else { return Err(no_batch(response)) };
        let mut by_id = HashMap::new();
        for object in objects {
            if let Some((id, response)) = item_response(&object) {
                by_id.entry(id).or_insert(response);
            }
        }
        let headers = response.headers().clone();
        let missing = "the response to the batch has none for this request: its fate is unknown";
        Ok(Self {
            by_id,
            missing: Error::from_response(response.map(|_| Bytes::new())).named(Kind::Decode, missing),
            headers,
            next,
        })
    }

    /// The response of an item.
    ///
    /// # Errors
    /// When there is none: what became of the item is unknown.
    #[inline]
    pub(super) fn take(&mut self, id: &str) -> Result<Response<Bytes>, Error> {
        let Some(mut response) = self.by_id.remove(id) else { return Err(self.missing.again()) };
        for name in SHARED {
            if let (false, Some(value)) = (response.headers().contains_key(&name), self.headers.get(&name)) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        Ok(response)
    }
}

/// Something else came: Graph's error with a 2xx, a proxy's page.
#[inline]
fn no_batch(response: Response<Bytes>) -> Error {
    let is_markup = is_markup(response.body());
    let error = Error::from_response(response);
    if error.code().is_some() {
        return error;
    }
    let problem = match is_markup {
        true => "the response to the batch is HTML or XML, a proxy or a sign-in page may stand between",
        false => "the response to the batch is no JSON object with `responses`",
    };
    error.named(Kind::Decode, format!("{problem}; the fate of its requests is unknown"))
}

/// The objects in `responses`, as many as can be read; `None` if there is no such list. `next` is the link beside them.
#[inline]
fn responses<'a>(body: &'a str, next: &mut Option<String>) -> Option<Vec<Object<'a>>> {
    let mut list = None;
    let mut json = serde_json::Deserializer::from_str(body);
    // Where it breaks off, what came until then stands.
    let _broken = json.deserialize_map(Batch(&mut list, next));
    Some(list?.into_iter().filter_map(|object: &RawValue| serde_json::from_str(object.get()).ok()).collect())
}

/// Fills in the list while it is read.
struct Batch<'l, 'de>(&'l mut Option<Vec<&'de RawValue>>, &'l mut Option<String>);

impl<'de> Visitor<'de> for Batch<'_, 'de> {
    type Value = ();

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `responses`")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(name) = object.next_key::<Cow<'de, str>>()? {
            if name.eq_ignore_ascii_case("responses") {
                object.next_value_seed(List(&mut *self.0))?;
            } else if rest::is_link(&name) {
                let link: &RawValue = object.next_value()?;
                *self.1 = serde_json::from_str(link.get()).ok();
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct List<'l, 'de>(&'l mut Option<Vec<&'de RawValue>>);

impl<'de> DeserializeSeed<'de> for List<'_, 'de> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, 'de> {
    type Value = ();

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let list = self.0.get_or_insert_default();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(())
    }
}

/// `None` for what can't be told whose response it is, or what became of the item; that then has none.
#[inline]
fn item_response(object: &Object<'_>) -> Option<(String, Response<Bytes>)> {
    let id = plain_text(object, "id")?;
    let status = status(&plain_text(object, "status")?)?;
    let headers = headers(object);
    let body = value(object, "body").map(|body| content::content(body.get(), &headers)).unwrap_or_default();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Some((id, response))
}

/// `200`, `200.0`, `200 OK`.
#[inline]
fn status(text: &str) -> Option<StatusCode> {
    let digits = text.trim().split(|char: char| !char.is_ascii_digit()).next()?;
    StatusCode::from_bytes(digits.as_bytes()).ok()
}

#[inline]
fn headers(object: &Object<'_>) -> HeaderMap {
    let texts = member::<Option<HashMap<String, Value>>>(object, "headers").flatten().unwrap_or_default();
    let mut headers = HeaderMap::new();
    for (name, value) in texts {
        let Ok(name) = HeaderName::try_from(name) else { continue };
        let values = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        for value in values {
            let value = match value {
                Value::Null => continue,
                Value::String(text) => text,
                value => value.to_string(),
            };
            if let Ok(value) = HeaderValue::try_from(value.trim()) {
                headers.append(&name, value);
            }
        }
    }
    headers
}

/// A text, or a number where a text should be.
#[inline]
fn plain_text(object: &Object<'_>, name: &str) -> Option<String> {
    match member(object, name)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[inline]
fn member<'a, T: serde::Deserialize<'a>>(object: &Object<'a>, name: &str) -> Option<T> {
    serde_json::from_str(value(object, name)?.get()).ok()
}

/// A property, in any letter case.
#[inline]
fn value<'a>(object: &Object<'a>, name: &str) -> Option<&'a RawValue> {
    let any_case = || object.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, json)| json);
    object.get(name).or_else(any_case).copied()
}

#[cfg(test)]
mod tests;
